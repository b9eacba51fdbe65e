import '../test/kit/quiet.cjs'
import timers from 'node:timers/promises'
import { cookiesOf } from '../test/doors/callers'
import { fuzzDoors, type Fuzzed } from '../test/doors/fuzz'
import { givenThings, now } from '../test/doors/things'
import { openDoors } from '../test/kit/doors'

/*
 * Requests of every kind at every door of the template, in this process: `npm run fuzz:doors -- 1000000 [seed]`. Ends
 * with 1 where a door breaks, takes more than a second of the processor, or changes what was not the caller's.
 */

const batch = 10_000

async function main([cases = '100000', from = '1']: string[]) {
  // Whoever signs in is made to wait, so that the time tells nothing; here nobody looks.
  Object.assign(timers, { setTimeout: () => Promise.resolve() })
  const doors = await openDoors({ rows: new Map(), now })
  const { things, people } = await givenThings(doors)
  const cookies = await cookiesOf(people)
  const fuzzed: Fuzzed = { cases: 0, statuses: {}, mostCpuMs: 0, slowest: '' }
  const begun = Date.now()
  const faults: string[] = []
  for (let seed = Number(from); fuzzed.cases < Number(cases); seed++) {
    const runs = Math.min(batch, Number(cases) - fuzzed.cases)
    try {
      await fuzzDoors({ doors, things, cookies, seed, runs, timed: true, fuzzed })
    } catch (error) {
      faults.push(String(error))
      console.error(`seed ${seed}:`, error)
    }
    if (seed % 5 === 0) console.log(JSON.stringify({ seed, faults: faults.length, ...fuzzed }))
  }
  const seconds = Math.round((Date.now() - begun) / 1000)
  console.log(JSON.stringify({ faults: faults.length, ...fuzzed, seconds }))
  if (faults.length > 0) process.exitCode = 1
}

void main(process.argv.slice(2))
