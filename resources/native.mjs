import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

/**
 * Installs sharp's binaries for Lambda's processor, at our own version, where the packages take them from
 * (docs/decisions/0007). `--architecture x86_64` for regions without arm64.
 */
const { values } = parseArgs({ options: { architecture: { type: 'string', default: 'arm64' } } })
const cpus = { arm64: 'arm64', x86_64: 'x64' }
const cpu = cpus[values.architecture]
if (!cpu) throw new Error(`--architecture is ${Object.keys(cpus).join(' or ')}, not ${values.architecture}`)

const { version } = JSON.parse(readFileSync('node_modules/sharp/package.json', 'utf8'))
const folder = `.native/${values.architecture}/sharp`
const wanted = JSON.stringify({ private: true, dependencies: { sharp: version } })
const there = () =>
  existsSync(`${folder}/node_modules/@img/sharp-linux-${cpu}/lib`) &&
  readFileSync(`${folder}/package.json`, 'utf8') === wanted

if (!there()) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/package.json`, wanted)
  execFileSync(
    'npm',
    [
      'install',
      '--os=linux',
      `--cpu=${cpu}`,
      '--libc=glibc',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
    ],
    { cwd: folder, stdio: 'inherit' },
  )
}
