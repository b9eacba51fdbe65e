import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rolesFile } from '../../docs/roles'

const root = join(__dirname, '..', '..')

it('docs/roles.md is what the template says today; if not: npm run roles', async () => {
  // Another process: prettier is a module that jest does not load.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--require', 'tsx/cjs', '--eval'],
      `require('./docs/roles.ts').rolesDocument().then((text) => process.stdout.write(text))`,
    ],
    { cwd: root, maxBuffer: 1 << 24 },
  )
  const document = readFileSync(rolesFile, 'utf8')
  expect(stdout === document ? 'up to date' : 'docs/roles.md is old: npm run roles').toBe('up to date')
  const roles = document
    .slice(document.indexOf('## Roles'))
    .split('\n')
    .filter((line) => line.startsWith('| '))
  expect(roles.length).toBeGreaterThan(70)
  // What it is for: the letters' worker alone can mail by itself, the watch of settings reads what is in use, and who mails
  // for others is told.
  const ofMail = roles.filter((line) => line.includes('mail-url')).map((line) => line.split(' ')[1])
  expect(ofMail).toEqual(['sendLetters', 'watchSettings'])
  expect(roles.find((line) => line.startsWith('| takeDecision'))).toMatch(
    /anybody.*can mail.*answers approve-submission/,
  )
}, 300_000)
