import { seeded } from '../local/aws/seeded'
import { between } from '../test/faults/random'
import { quantile, ratioOf, type Ratio } from './side-by-side'

/** Submissions of a day over all companies of one installation. */
const submissions = 1_000_000
const daySeconds = 86_400
/** Share of a day's work in each hour of Beijing: a morning and an afternoon. */
const byHour = [0, 0, 0, 0, 0, 0, 0, 1, 6, 14, 16, 10, 3, 6, 13, 14, 10, 5, 1, 1, 0, 0, 0, 0]

/** Of which there is only so much in a second; the docs of AWS of 2026, to be asked anew of Service Quotas. */
interface Quota {
  name: string
  /** refilled each second */
  perSecond: number
  /** held at most */
  burst: number
  /** hard: no ticket raises it */
  hard?: boolean
}

const quotas = {
  start: { name: 'StartExecution (other regions)', perSecond: 150, burst: 800 },
  transition: { name: 'state transitions (other regions)', perSecond: 800, burst: 800 },
  taskToken: { name: 'SendTaskSuccess (other regions)', perSecond: 300, burst: 1_000 },
  request: { name: 'HTTP API requests', perSecond: 10_000, burst: 5_000 },
  write: { name: 'write units of one table', perSecond: 40_000, burst: 40_000 },
  watched: {
    name: 'write units of the list WATCH, one partition of the index',
    perSecond: 1_000,
    burst: 300_000,
    hard: true,
  },
  letters: {
    name: 'write units of the list OUTBOX, one partition of the index',
    perSecond: 1_000,
    burst: 300_000,
    hard: true,
  },
  running: { name: 'Lambda, invocations at once', perSecond: 1_000, burst: 1_000 },
} satisfies Record<string, Quota>
type Resource = keyof typeof quotas

type Use = Partial<Record<Resource, number>>

/**
 * What each act of one submission takes: transitions by statemachines/approve-submission.asl.yml, rows by docs/table.md
 * (head, event, line, watch; a letter is a row and its words), half a second of a function each.
 */
const acts: Record<'draft' | 'submit' | 'decide' | 'end', Use> = {
  draft: { request: 6, write: 12, watched: 0, running: 2 },
  submit: { request: 3, start: 1, transition: 4, write: 22, watched: 4, letters: 4, running: 3 },
  decide: { request: 3, taskToken: 1, transition: 3, write: 26, watched: 4, letters: 6, running: 3 },
  end: { request: 1, transition: 3, write: 20, watched: 4, letters: 4, running: 3 },
}

function simulate() {
  const random = seeded(1)
  const used = Object.fromEntries(
    Object.keys(quotas).map((name) => [name, new Float64Array(2 * daySeconds)]),
  ) as Record<Resource, Float64Array>
  const take = (second: number, use: Use) => {
    for (const [name, amount] of Object.entries(use)) used[name as Resource][second]! += amount
  }
  const hours = byHour.flatMap((share, hour) => Array.from({ length: share }, () => hour))
  const moment = () => hours[Math.floor(random() * hours.length)]! * 3600 + between(random, 0, 3599)
  for (let n = 0; n < submissions; n++) {
    let at = moment()
    take(at, acts.draft)
    take((at += between(random, 300, 3_000)), acts.submit)
    // People decide minutes to hours later, and some only the next morning.
    for (let tier = 0; tier < 3; tier++)
      take((at = Math.min(at + between(random, 120, 9_000), 2 * daySeconds - 1)), acts.decide)
    take(at, acts.end)
  }
  return used
}

/** How long the last of what came waits behind a bucket that is refilled each second, in seconds, at worst. */
function longestWait(used: Float64Array, { perSecond, burst }: Quota): number {
  let level = burst
  let longest = 0
  for (const wanted of used) {
    level = Math.min(level + perSecond, burst) - wanted
    longest = Math.max(longest, -level / perSecond)
  }
  return longest
}

/** On paper: a million submissions a day against what AWS gives one account in one region (docs/scale.md). */
export function scale(): Ratio[] {
  const used = simulate()
  return Object.entries(quotas).map(([name, quota]) => {
    const busy = [...used[name as Resource]]
    const wait = longestWait(used[name as Resource], quota)
    return ratioOf({
      bench: 'scale',
      what: `${quota.name}: busiest second of 99.9 %, ${wait < 1 ? 'no wait' : `waits up to ${Math.round(wait)} s`}`,
      ...{ ours: quantile(busy, 0.999), other: quota.perSecond, unit: '/s', goal: 1 },
    })
  })
}
