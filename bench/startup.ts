import { ownProcess } from '../test/kit/own-process'
import { paired, ratioOf, type Ratio } from './side-by-side'

const rounds = 5

/** `npm start` from nothing, and again on what it left, to the banner; five seconds is what a person waits gladly. */
export async function startup(): Promise<Ratio[]> {
  const stack = await ownProcess()
  const timed = async () => {
    const begun = performance.now()
    await stack.start()
    const ms = performance.now() - begun
    await stack.stop()
    return ms
  }
  try {
    const fresh = await timed()
    const warm: number[] = []
    for (let round = 0; round < rounds; round++) warm.push(await timed())
    return [
      ratioOf({ bench: 'startup', what: 'npm start, fresh / 5 s', ours: fresh, other: 5_000, unit: 'ms' }),
      ratioOf({
        ...{ bench: 'startup', what: 'npm start, warm / 5 s', unit: 'ms', goal: 1 },
        ...paired(
          warm,
          warm.map(() => 5_000),
        ),
      }),
    ]
  } finally {
    await stack.remove()
  }
}
