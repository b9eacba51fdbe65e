import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Lambda runs on arm64: installs sharp's binaries for it, at our own version, where the packages take them from. */
const { version } = JSON.parse(readFileSync('node_modules/sharp/package.json', 'utf8'))
const folder = '.native/sharp'

mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}/package.json`, JSON.stringify({ private: true, dependencies: { sharp: version } }))
execFileSync(
  'npm',
  [
    'install',
    '--os=linux',
    '--cpu=arm64',
    '--libc=glibc',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
  ],
  { cwd: folder, stdio: 'inherit' },
)
