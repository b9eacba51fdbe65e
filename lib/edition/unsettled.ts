import { escalation, rungsReached } from '../policy/ladder'
import type { IsWorkingDay } from '../policy/working-days'
import { staffAbove } from '../people/office-staff'
import type { Person } from '../people/person'
import type { Edition } from './edition'
import type { EditionPost } from './letters'
import { confirmUntil } from './reminders'

/**
 * An edition whose send is still unknown after its day is pressed up the ladder (invariant 5), and stays unknown until it
 * is settled or a person decides. How many reminders are due by now.
 */
export const unsettledReminders = (
  edition: Pick<Edition, 'date'>,
  now: Date,
  isWorkingDay: IsWorkingDay,
): number => rungsReached(confirmUntil(edition), now, isWorkingDay)

/** Who gets the reminder of this number, from 1: the editors, later also those above them. */
export async function pressedAt(post: EditionPost, reminder: number): Promise<Person[]> {
  const who = ['editors', ...(escalation[reminder - 1]?.also ?? [])] as const
  return (await Promise.all([...new Set(who)].map((one) => staffAbove[one](post)))).flat()
}
