/**
 * `npm run proofs`: takes each rule of the regulation out of a copy of the code, one at a time, and runs the journey that
 * must then fail. Ends 0 only when every journey passes with its rule and fails without it. `-- --article 10.3` runs one.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { proofs, type Proof } from './proofs'

const root = resolve(__dirname, '../..')
const { article } = parseArgs({ options: { article: { type: 'string' } } }).values
const chosen = proofs.filter((proof) => article === undefined || proof.article === article)
const timeoutMs = 300_000

const dir = mkdtempSync(join(tmpdir(), 'qianfa-proofs-'))
const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean)
for (const file of files) cpSync(join(root, file), join(dir, file))
symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))

/** How many tests passed and failed; a suite that could not even begin proves nothing and is thrown. */
function run({ journey, test }: Proof): { passed: number; failed: number } {
  const report = join(dir, 'report.json')
  rmSync(report, { force: true })
  const { stderr } = spawnSync(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '-i', journey, '-t', test, '--json', `--outputFile=${report}`],
    { cwd: dir, encoding: 'utf8', timeout: timeoutMs },
  )
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as Record<string, number>
  if (numRuntimeErrorTestSuites !== 0) throw new Error(`${journey} could not run:\n${stderr.slice(-2_000)}`)
  return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 }
}

let wrong = 0
const green = new Map<string, boolean>()
for (const proof of chosen) {
  const path = join(dir, proof.file)
  const text = readFileSync(path, 'utf8')
  const title = `${proof.journey} ${proof.test}`
  if (!green.has(title)) {
    const { passed, failed } = run(proof)
    green.set(title, passed > 0 && failed === 0)
  }
  writeFileSync(
    path,
    text.replace(proof.find, () => proof.replace),
  )
  const { failed } = run(proof)
  writeFileSync(path, text)
  const proven = green.get(title) === true && failed > 0
  if (!proven) wrong++
  console.log(
    `${proven ? 'proven' : 'NOT PROVEN'}  ${proof.article.padEnd(5)} ${proof.rule}: ${proof.journey} -t '${proof.test}' is ${green.get(title) ? 'green' : 'RED'} with it, ${failed > 0 ? 'red' : 'GREEN'} without`,
  )
}
rmSync(dir, { recursive: true, force: true })
console.log(`${chosen.length - wrong} of ${chosen.length} rules proven`)
process.exitCode = wrong === 0 && chosen.length > 0 ? 0 : 1
