import { parentPort, workerData } from 'node:worker_threads'
import type { Level, Plans } from './plan'
import type { Result } from './run'
import { prepare } from './run'

/** What a worker is told at its start. */
export interface Orders {
  texts: { asl: string; functions: string[] }
  /** of the seeds `from` to `to`, exclusive, those this worker runs: its share of every `every`th one of the level */
  from: number
  to: number
  every: number
  level?: Level
  share: { of: number; mine: number }
}
export type Message =
  { what: 'plans'; counts: Plans['counts']; points: number } | { what: 'result'; result: Result }

async function work({ texts, from, to, every, level, share }: Orders, say: (message: Message) => void) {
  const { plans, points, run } = await prepare(texts)
  say({ what: 'plans', counts: plans.counts, points })
  let wanted = 0
  for (let seed = from; seed < to; seed++) {
    if (level && plans.levelOf(seed) !== level) continue
    const number = wanted++
    if (number % every !== 0 || (number / every) % share.of !== share.mine) continue
    const result = await run(plans.of(seed))
    // The story of a run that went well is told when it is asked for by its seed.
    const told = result.found.length > 0 || to - from === 1
    say({ what: 'result', result: told ? result : { ...result, story: [] } })
  }
}

void work(workerData as Orders, (message) => parentPort?.postMessage(message))
