import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CountsFile, usedIn } from '../../bench/cost-table'

const root = join(__dirname, '..', '..')

it('docs/cost.md is what the counts and the price file say; if not: npm run cost', async () => {
  // Another process: prettier is a module that jest does not load.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--require', 'tsx/cjs', '--eval'],
      `require('./bench/cost-main.ts').costText().then((text) => process.stdout.write(text))`,
    ],
    { cwd: root, maxBuffer: 1 << 24 },
  )
  expect(readFileSync(join(root, 'docs/cost.md'), 'utf8')).toBe(stdout)
}, 120_000)

it('a month is the idle one, its items, and an edition for each eight of them', () => {
  const counts = CountsFile.parse(JSON.parse(readFileSync(join(root, 'bench/counted.json'), 'utf8')))
  const { idleMonth, item, edition } = counts
  expect(usedIn(counts, 0).transitions).toBe(idleMonth.transitions)
  expect(usedIn(counts, 9).transitions).toBe(
    idleMonth.transitions + 9 * item.transitions + 2 * edition.transitions,
  )
  expect(usedIn(counts, 0).lambdaGbS).toBeCloseTo(idleMonth.lambdaMbMs / 1_024_000)
  // A published item went through the approval and the send: no count of it is nothing.
  for (const line of ['apiRequests', 'lambdaRequests', 'transitions', 'tableWriteUnits', 's3Puts'] as const)
    expect([line, item[line] > 0]).toEqual([line, true])
})
