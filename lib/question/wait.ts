import * as z from 'zod'
import { Counted, type WorkCalendar } from '../calendar/calendar'
import { soon } from '../matter/watch'
import { escalationOf, remindersOf } from '../policy/working-days'

/** When a wait for an answer has to be looked at, and why (invariant 5). */
export const Moment = z.object({
  at: z.iso.datetime(),
  kind: z.enum(['remind', 'substitute', 'editor', 'expire']),
})
export type Moment = z.infer<typeof Moment>

/** A wait for an answer: until when, when it is looked at, and how many of those moments are behind us. */
export const Wait = z.object({
  deadline: z.iso.datetime(),
  moments: z.array(Moment),
  passed: z.number().int(),
  /** absent in older rows of a loan */
  openedAt: z.iso.datetime().optional(),
  /** by which calendar; absent: by the one that shipped */
  counted: Counted.optional(),
})
export type Wait = z.infer<typeof Wait>

/**
 * Invariant 5, in working time: reminders before the deadline, the substitute at the deadline, then whoever presses,
 * then the named end `expire`. Durations are the policy's.
 */
export function waitUntil(
  deadline: Date,
  openedAt: Date,
  { isWorkingDay, counted }: WorkCalendar,
): Required<Wait> {
  const { substitute, editor, expires } = escalationOf(deadline, isWorkingDay)
  const moment = (date: Date, kind: Moment['kind']): Moment => ({ at: date.toISOString(), kind })
  return {
    deadline: deadline.toISOString(),
    moments: [
      ...remindersOf(openedAt, deadline, isWorkingDay).map((date) => moment(date, 'remind')),
      moment(substitute, 'substitute'),
      moment(editor, 'editor'),
      moment(expires, 'expire'),
    ],
    passed: 0,
    openedAt: openedAt.toISOString(),
    counted: counted(openedAt, deadline),
  }
}

type Moments = Pick<Wait, 'moments' | 'passed'>

/** The moments that are due at `now` and not yet behind us, and how many are behind us then. */
export function dueMoments(wait: Moments, now: Date): { due: Moment[]; passed: number } {
  const due = wait.moments.slice(wait.passed).filter((moment) => Date.parse(moment.at) <= now.getTime())
  return { due, passed: wait.passed + due.length }
}

/** Whole seconds until the next moment, at least one: what the machine waits for. */
export function secondsToNext(wait: Moments, now: Date): number {
  const next = wait.moments[wait.passed]
  if (!next) return 1
  return Math.max(1, Math.ceil((Date.parse(next.at) - now.getTime()) / 1000))
}

/** Roles end by the clock and people leave: what waits is looked at as often for whoever answers it now. */
export const lookSeconds = 3600

/** When to look again after handing over; a vacant post sooner: whoever is named is asked within a minute. */
export const lookAt = (asked: readonly unknown[], now: Date): Date =>
  asked.length > 0 ? new Date(now.getTime() + lookSeconds * 1000) : soon(now)

const later = (one: string, other: string | undefined) => (other !== undefined && other > one ? other : one)

/**
 * The wait by a calendar that was published since, with a deadline counted by it; nothing where no moment is later:
 * whoever was told Tuesday keeps Tuesday.
 */
export function recountedWait(
  wait: Wait,
  deadline: Date,
  calendar: WorkCalendar,
): Required<Wait> | undefined {
  if (wait.openedAt === undefined) return undefined
  const fresh = waitUntil(deadline, new Date(wait.openedAt), calendar)
  const moments = wait.moments.map((moment, index) => ({
    ...moment,
    at: later(moment.at, fresh.moments[index]?.at),
  }))
  const until = later(wait.deadline, fresh.deadline)
  if (until === wait.deadline && moments.every(({ at }, index) => at === wait.moments[index]?.at))
    return undefined
  return { ...fresh, deadline: until, moments, passed: wait.passed }
}
