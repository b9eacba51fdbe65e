import { editorsOf, everybodyWith } from '../people/office-staff'
import { holds, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import type { Complaint } from './complaint'

/** Above those whose turn it is. */
export const leaders = ['department-head', 'company-leader'] as const
/** Who hears of a complaint, by what they are to it. */
export type Reader = 'editors' | 'officers' | 'heads' | (typeof leaders)[number]

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
      who === 'editors'
        ? editorsOf({ people, clock })
        : who === 'department-head' || who === 'company-leader'
          ? everybodyWith(who)({ people, clock })
          : holding(who === 'officers' ? 'officer' : 'unit-head'),
    ),
  )
  const all = found.flat()
  return all.filter((person, at) => all.findIndex(({ id }) => id === person.id) === at)
}
