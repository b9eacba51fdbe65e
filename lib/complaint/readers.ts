import { staffAbove } from '../people/office-staff'
import { holds, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Above } from '../policy/ladder'
import { beijingDate } from '../policy/working-days'
import type { Complaint } from './complaint'

/** Above those whose turn it is. */
export const leaders = ['department-head', 'company-leader'] as const
/** Who hears of a complaint, by what they are to it. */
export type Reader = 'officers' | 'heads' | Above

/** Who they are today; nobody twice. */
export async function readersOf(
  { people, clock }: { people: People; clock: Clock },
  complaint: Complaint,
  to: Reader[],
): Promise<Person[]> {
  const today = beijingDate(clock.now())
  const { unitId } = complaint
  const holding = async (role: 'officer' | 'unit-head') =>
    unitId === undefined
      ? []
      : (await people.holding(role, unitId)).filter((person) => holds(person, role, today, unitId))
  const found = await Promise.all(
    to.map((who) =>
      who === 'officers'
        ? holding('officer')
        : who === 'heads'
          ? holding('unit-head')
          : staffAbove[who]({ people, clock }),
    ),
  )
  const all = found.flat()
  return all.filter((person, at) => all.findIndex(({ id }) => id === person.id) === at)
}
