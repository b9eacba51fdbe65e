import { editorsOf } from '../people/office-staff'
import { holds, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'

interface Needs {
  people: People
  clock: Clock
}

/** Officers and heads of a unit today. */
export const staffOf =
  ({ people, clock }: Needs) =>
  async (unitId: string): Promise<{ officers: Person[]; heads: Person[] }> => {
    const today = beijingDate(clock.now())
    const holding = async (role: 'officer' | 'unit-head') =>
      (await people.holding(role, unitId)).filter((person) => holds(person, role, today, unitId))
    const [officers, heads] = await Promise.all([holding('officer'), holding('unit-head')])
    return { officers, heads }
  }

/** Article 4: those of 企管部 who press: its editors. */
export const officeOf = (needs: Needs) => (): Promise<Person[]> => editorsOf(needs)
