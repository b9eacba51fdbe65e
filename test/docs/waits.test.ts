import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { waitingStates, waitsFile, waitsInWords } from '../../docs/waits'
import { watchedKinds } from '../../lib/matter/watch'

const described = waitsInWords.flatMap(({ at }) => at)
/** What only tries again what has failed is in a table of its own, made from the machines. */
const owed = waitingStates()
  .filter(({ seconds }) => seconds === undefined)
  .map(({ name }) => name)

it('has a line for every state in which a machine waits for a person, a platform or an hour', () => {
  expect(owed.length).toBeGreaterThan(15)
  expect(owed.filter((state) => !described.includes(state))).toEqual([])
})

it('has a line for every kind that the watch follows', () => {
  expect(watchedKinds.filter((kind) => !described.includes(`watch ${kind}`))).toEqual([])
})

it('names no state and no kind that is not there, and leaves no cell empty', () => {
  const known = [...owed, ...watchedKinds.map((kind) => `watch ${kind}`)]
  expect(described.filter((one) => !known.includes(one))).toEqual([])
  for (const { at: _, ...cells } of waitsInWords)
    for (const cell of Object.values(cells)) expect(cell).toMatch(/^(?!.*(undefined|NaN)).{4,}$/)
})

it('docs/waits.md is what the code says today; if not: npm run waits', async () => {
  // Another process: prettier is a module that jest does not load.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--require', 'tsx/cjs', '--eval'],
      `require('./docs/waits.ts').waitsDocument().then((text) => process.stdout.write(text))`,
    ],
    { cwd: join(__dirname, '..', '..'), maxBuffer: 1 << 24 },
  )
  expect(readFileSync(waitsFile, 'utf8')).toBe(stdout)
}, 120_000)
