import { addWorkingHours, beijingDayStart, type IsWorkingDay } from '../policy/working-days'
import type { Moment, Wait } from '../question/wait'
import type { Edition } from './edition'

/**
 * Invariant 5: an edition that waits for its confirmation is brought to mind after so many working hours, until its day
 * ends. Not gathered with the reminders of the day: it belongs to its own.
 */
export const confirmReminders = [0.5, 2, 6, 18, 36]
const dayMs = 86_400_000

/** The end of the edition's Beijing date: after it the confirmation would have nothing left to release. */
export const confirmUntil = (edition: Pick<Edition, 'date'>): Date =>
  new Date(beijingDayStart(edition.date).getTime() + dayMs)

/** The wait for the confirmation of a tested edition: its reminders, and the end of its day. */
export function confirmWait(edition: Edition, isWorkingDay: IsWorkingDay): Pick<Wait, 'moments' | 'passed'> {
  // A test that still holds may be older than this attempt, which is what waits.
  const start = Math.max(
    ...[edition.tested?.at ?? edition.updatedAt, edition.startedBy?.at ?? edition.createdAt].map(Date.parse),
  )
  const end = confirmUntil(edition)
  const moment = (at: Date, kind: Moment['kind']): Moment => ({ at: at.toISOString(), kind })
  const moments = [
    ...confirmReminders
      .map((hours) => addWorkingHours(new Date(start), hours, isWorkingDay))
      .filter((at) => at < end)
      .map((at) => moment(at, 'remind')),
    moment(end, 'expire'),
  ]
  return { moments, passed: Math.min(edition.reminded, moments.length - 1) }
}
