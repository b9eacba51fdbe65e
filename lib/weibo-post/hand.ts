import type { WorkCalendar } from '../calendar/calendar'
import { addWorkingDays, addWorkingHours } from '../policy/working-days'
import type { WeiboPost } from './post'

/** Working hours until the reminders, and working days an editor has to post by hand; then the timeline is looked at and a person is asked. */
export const handHours = { reminders: [4, 9, 18], deadlineDays: 3 } as const

/** When somebody who posts by hand is reminded and when it ends (invariant 5). */
export function handWait(from: Date, calendar: WorkCalendar): NonNullable<WeiboPost['hand']> {
  const { isWorkingDay } = calendar
  const deadline = addWorkingDays(from, handHours.deadlineDays, isWorkingDay)
  return {
    from: from.toISOString(),
    deadline: deadline.toISOString(),
    moments: handHours.reminders.map((hours) => addWorkingHours(from, hours, isWorkingDay).toISOString()),
    passed: 0,
    counted: calendar.counted(from, deadline),
  }
}

/** Seconds to the next reminder or the deadline. */
export function handSeconds(
  { deadline, moments, passed }: NonNullable<WeiboPost['hand']>,
  now: Date,
): number {
  const next = moments[passed] ?? deadline
  return Math.max(1, Math.ceil((Date.parse(next) - now.getTime()) / 1000))
}
