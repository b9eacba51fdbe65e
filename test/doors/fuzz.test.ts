import { openDoors } from '../kit/doors'
import type { Rows } from '../kit/memory-table'
import { cookiesOf } from './callers'
import { fuzzDoors } from './fuzz'
import { givenThings, now } from './things'

jest.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }))

/** A million: npm run fuzz:doors -- 1000000 */
const runs = Number(process.env['FUZZ'] ?? 3_000)

it(`answers ${runs} strange requests at every door without breaking, and changes nothing without right`, async () => {
  const rows: Rows = new Map()
  const doors = await openDoors({ rows, now })
  const { things, people } = await givenThings(doors)
  const cookies = await cookiesOf(people)
  const { statuses, cases } = await fuzzDoors({ doors, things, cookies, seed: 20261124, runs, timed: false })
  expect(cases).toBe(runs)
  // Both sides of the doors were met, and not only their first check.
  for (const status of [200, 303, 400, 401, 403, 404, 409, 413])
    expect([status, statuses[status]]).not.toEqual([status, undefined])
}, 300_000)
