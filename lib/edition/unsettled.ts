import { addWorkingDays, addWorkingHours, type IsWorkingDay } from '../policy/working-days'
import type { Edition } from './edition'
import { confirmUntil } from './reminders'

/** From this reminder on the head of 企管部 gets it too. */
export const escalatesFrom = 2

/**
 * An edition whose send is still unknown after its day: one reminder a working day, at its opening, until it is settled
 * or a person decides (invariant 5). How many are due by now.
 */
export function unsettledReminders(
  edition: Pick<Edition, 'date'>,
  now: Date,
  isWorkingDay: IsWorkingDay,
): number {
  const first = addWorkingHours(confirmUntil(edition), 0, isWorkingDay)
  let due = 0
  while (addWorkingDays(first, due, isWorkingDay) <= now) due++
  return due
}
