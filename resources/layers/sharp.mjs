import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Lambda runs on arm64: installs sharp's binaries for it, at our own version, into the layer's folder. */
const { version } = JSON.parse(readFileSync('node_modules/sharp/package.json', 'utf8'))
const folder = '.layers/sharp/nodejs'

mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}/package.json`, JSON.stringify({ private: true, dependencies: { sharp: version } }))
execFileSync(
  'npm',
  ['install', '--os=linux', '--cpu=arm64', '--libc=glibc', '--no-audit', '--no-fund', '--no-package-lock'],
  {
    cwd: folder,
    stdio: 'inherit',
  },
)
