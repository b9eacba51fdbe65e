import { policy, type Duration, type Policy, type Tier } from './policy'

/** Whether people work on this Beijing date, `YYYY-MM-DD`; the calendar is the caller's. */
export type IsWorkingDay = (date: string) => boolean

const hour = 3_600_000
const day = 24 * hour
/** China has kept +08:00 without daylight saving time since 1991. */
const beijing = 8 * hour
/** The longest holiday is nine days: a calendar without a working day in this many is broken. */
const longestBreak = 60

/** The Beijing date of an instant, `YYYY-MM-DD`. */
export const beijingDate = (instant: Date): string =>
  new Date(instant.getTime() + beijing).toISOString().slice(0, 10)

/** The instant at which a Beijing date begins. @throws RangeError for what is no date */
export function beijingDayStart(date: string): Date {
  const start = new Date(`${date}T00:00:00+08:00`)
  if (Number.isNaN(start.getTime()) || beijingDate(start) !== date) throw new RangeError(`no date: ${date}`)
  return start
}

const dateAfter = (date: string): string => beijingDate(new Date(beijingDayStart(date).getTime() + day))

function workingDayFrom(date: string, isWorkingDay: IsWorkingDay): string {
  let candidate = date
  for (let i = 0; i < longestBreak; i++, candidate = dateAfter(candidate))
    if (isWorkingDay(candidate)) return candidate
  throw new RangeError(`the calendar has no working day in the ${longestBreak} days from ${date}`)
}

const atHour = (date: string, hours: number) => new Date(beijingDayStart(date).getTime() + hours * hour)

/** When work begins and ends on a Beijing date, whatever day it is. */
export const startOfWork = (date: string, using: Policy = policy): Date =>
  atHour(date, using.workingHours.opens)
export const endOfWork = (date: string, using: Policy = policy): Date =>
  atHour(date, using.workingHours.closes)

/** The instant itself in working time, else the next opening: a mail of Saturday night counts from Monday 09:00. */
function intoWorkingTime(instant: Date, isWorkingDay: IsWorkingDay, using: Policy): number {
  const today = beijingDate(instant)
  const time = instant.getTime()
  if (!isWorkingDay(today) || time >= endOfWork(today, using).getTime())
    return startOfWork(workingDayFrom(dateAfter(today), isWorkingDay), using).getTime()
  return Math.max(time, startOfWork(today, using).getTime())
}

/**
 * `hours` of working time later (09:00–18:00 Beijing, no lunch break taken off). Ends at a closing, not at the next
 * opening, when both are meant.
 */
export function addWorkingHours(
  start: Date,
  hours: number,
  isWorkingDay: IsWorkingDay,
  using: Policy = policy,
): Date {
  if (!(hours >= 0)) throw new RangeError(`working hours cannot be ${hours}`)
  let at = intoWorkingTime(start, isWorkingDay, using)
  let left = Math.round(hours * hour)
  for (;;) {
    const date = beijingDate(new Date(at))
    const room = endOfWork(date, using).getTime() - at
    if (left <= room) return new Date(at + left)
    left -= room
    at = startOfWork(workingDayFrom(dateAfter(date), isWorkingDay), using).getTime()
  }
}

/** The same time of day, `days` working days later; from outside working time it counts from the next opening. */
export function addWorkingDays(
  start: Date,
  days: number,
  isWorkingDay: IsWorkingDay,
  using: Policy = policy,
): Date {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`working days cannot be ${days}`)
  const from = intoWorkingTime(start, isWorkingDay, using)
  let date = beijingDate(new Date(from))
  const timeOfDay = from - beijingDayStart(date).getTime()
  for (let i = 0; i < days; i++) date = workingDayFrom(dateAfter(date), isWorkingDay)
  return new Date(beijingDayStart(date).getTime() + timeOfDay)
}

/** Milliseconds of working time between two instants; 0 when the second is not later. */
export function workingTimeBetween(
  start: Date,
  end: Date,
  isWorkingDay: IsWorkingDay,
  using: Policy = policy,
): number {
  const last = beijingDate(end)
  let total = 0
  for (let date = beijingDate(start); date <= last; date = dateAfter(date)) {
    if (!isWorkingDay(date)) continue
    const from = Math.max(start.getTime(), startOfWork(date, using).getTime())
    const to = Math.min(end.getTime(), endOfWork(date, using).getTime())
    total += Math.max(0, to - from)
  }
  return total
}

const after = (start: Date, duration: Duration, isWorkingDay: IsWorkingDay, using: Policy): Date =>
  'workingDays' in duration
    ? addWorkingDays(start, duration.workingDays, isWorkingDay, using)
    : addWorkingHours(start, duration.workingHours, isWorkingDay, using)

/** Until when the people of this tier have to decide what they were asked at `start`. */
export const deadlineOf = (
  start: Date,
  tier: Tier,
  isWorkingDay: IsWorkingDay,
  using: Policy = policy,
): Date => after(start, using.tiers[tier].deadline, isWorkingDay, using)

/** When to remind, in order, all strictly between `start` and `deadline` and all in working time. */
export function remindersOf(
  start: Date,
  deadline: Date,
  isWorkingDay: IsWorkingDay,
  using: Policy = policy,
): Date[] {
  const hours = workingTimeBetween(start, deadline, isWorkingDay, using) / hour
  return using.reminders
    .map((part) => addWorkingHours(start, hours * part, isWorkingDay, using))
    .filter((moment) => moment > start && moment < deadline)
}

/** After a missed deadline: the substitute is asked at once, then the editor is told, then the turn expires. */
export const escalationOf = (
  deadline: Date,
  isWorkingDay: IsWorkingDay,
  using: Policy = policy,
): { substitute: Date; editor: Date; expires: Date } => ({
  substitute: deadline,
  editor: after(deadline, using.escalation.editorAfter, isWorkingDay, using),
  expires: after(deadline, using.escalation.expiresAfter, isWorkingDay, using),
})
