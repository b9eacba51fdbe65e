import type { WorkCalendar } from '../calendar/calendar'
import type { LedgerEvent } from '../ledger/event'
import type { Channel, Policy } from '../policy/policy'
import { addWorkingDays, addWorkingHours, workingTimeBetween } from '../policy/working-days'
import { leadingChannel, type Submission } from '../submission/submission'

/** What its ledger says of the wait: since when it waits now, how long it waited before, and what was said. */
export interface PoolWait {
  since: Date
  /** it was out of the pool in between, e.g. in an edition that was cancelled */
  returned: boolean
  /** stretches of before, in which it waited as well; time in an edition does not count */
  before: { from: Date; until: Date }[]
  /** how many of the reminders went out */
  reminded: number
  /** until when the last reminder gave: it does not end sooner than was said */
  told?: Date
}

type Place = 'pool' | 'out' | 'done'
const moves: Record<string, { channel: Channel; to: Place } | undefined> = {
  SubmissionScheduled: { channel: 'wechat', to: 'out' },
  SubmissionUnscheduled: { channel: 'wechat', to: 'pool' },
  WeiboReleased: { channel: 'weibo', to: 'out' },
  WeiboNotPosted: { channel: 'weibo', to: 'pool' },
}

/**
 * The wait of an approved article, read from its ledger: nothing else needs to be kept, and what earlier versions of the
 * program approved has it too. `submission` waits now.
 */
export function poolWaitOf(submission: Submission, ledger: LedgerEvent[]): PoolWait {
  const leading = leadingChannel(submission)
  let places: Partial<Record<Channel, Place>> = {}
  let wait: Omit<PoolWait, 'since' | 'returned'> = { before: [], reminded: 0 }
  let since: Date | undefined
  /** The editor's turn: the leading channel's, and the other one's once that is out. */
  const waits = () =>
    places[leading] === 'pool'
      ? places.weibo !== 'out'
      : places[leading] === 'done' && Object.values(places).includes('pool')
  for (const { type, at, facts } of ledger) {
    const move = moves[type]
    if (type === 'SubmissionApproved')
      places = Object.fromEntries(submission.content.channels.map((channel) => [channel, 'pool']))
    else if (type === 'SubmissionPublished')
      places = { ...places, [facts['channel'] === 'weibo' ? 'weibo' : 'wechat']: 'done' }
    else if (type === 'SubmissionRevised') {
      places = {}
      wait = { before: [], reminded: 0 }
      since = undefined
    } else if (type === 'PoolReminded')
      wait = { ...wait, reminded: Number(facts['count']), told: new Date(String(facts['until'])) }
    else if (move) places = { ...places, [move.channel]: move.to }
    const moment = new Date(at)
    if (waits()) since ??= moment
    else if (since) {
      wait = { ...wait, before: [...wait.before, { from: since, until: moment }] }
      since = undefined
    }
  }
  return {
    ...wait,
    since: since ?? new Date(submission.updatedAt),
    returned: wait.before.length > 0,
  }
}

/** When the reminders are due and when it ends, by this calendar; all in working time. */
export function poolMoments(
  { since, returned, before, told }: PoolWait,
  { isWorkingDay }: WorkCalendar,
  using: Policy,
): { reminders: Date[]; ends: Date } {
  const { opens, closes } = using.workingHours
  const hourMs = 3_600_000
  const waited = before.reduce(
    (sum, { from, until }) => sum + workingTimeBetween(from, until, isWorkingDay, using) / hourMs,
    0,
  )
  const after = (days: number) =>
    addWorkingHours(since, Math.max(0, days * (closes - opens) - waited), isWorkingDay, using)
  const { reminders, unusedAfter, atLeast } = using.pool
  const ends = [
    after(unusedAfter),
    ...(returned ? [addWorkingDays(since, atLeast, isWorkingDay, using)] : []),
    ...(told ? [told] : []),
  ]
  return {
    reminders: reminders.map(after),
    ends: new Date(Math.max(...ends.map((one) => one.getTime()))),
  }
}
