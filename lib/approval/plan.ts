import type { Counted, WorkCalendar } from '../calendar/calendar'
import { deadlineOf, escalationOf, remindersOf } from '../policy/working-days'
import type { Tier } from '../policy/policy'
import type { Moment } from './approval'

/**
 * Invariant 5: when a turn is looked at, in working time: reminders before the deadline, the substitute at the
 * deadline, then the editor, then the named end `expire`. Durations are the policy's.
 */
export function momentsOf(
  openedAt: Date,
  tier: Tier,
  calendar: WorkCalendar,
): { deadline: Date; moments: Moment[]; counted: Counted } {
  const { isWorkingDay } = calendar
  const deadline = deadlineOf(openedAt, tier, isWorkingDay)
  const { substitute, editor, expires } = escalationOf(deadline, isWorkingDay)
  const moment = (date: Date, kind: Moment['kind']): Moment => ({ at: date.toISOString(), kind })
  return {
    deadline,
    counted: calendar.counted(openedAt, deadline),
    moments: [
      ...remindersOf(openedAt, deadline, isWorkingDay).map((date) => moment(date, 'remind')),
      moment(substitute, 'substitute'),
      moment(editor, 'editor'),
      moment(expires, 'expire'),
    ],
  }
}
