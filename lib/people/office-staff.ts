import { holds, type Person, type Role } from './person'
import type { People } from './store'
import type { Clock } from '../platform/clock'
import type { Above } from '../policy/ladder'
import { beijingDate } from '../policy/working-days'

/** Those of 企管部 (article 4) who hold the role today. */
const ofOffice =
  (role: Role) =>
  async ({ people, clock }: { people: People; clock: Clock }): Promise<Person[]> => {
    const today = beijingDate(clock.now())
    const offices = (await people.units()).filter((unit) => unit.office)
    const holding = await Promise.all(offices.map((unit) => people.holding(role, unit.id)))
    return holding.flat().filter((person) => holds(person, role, today))
  }

/** Whoever holds the role today, in whatever unit: company leaders belong to none in particular. */
export const everybodyWith =
  (role: Role) =>
  async ({ people, clock }: { people: People; clock: Clock }): Promise<Person[]> => {
    const today = beijingDate(clock.now())
    const holding = await Promise.all((await people.units()).map((unit) => people.holding(role, unit.id)))
    return holding.flat().filter((person) => holds(person, role, today))
  }

export const editorsOf = ofOffice('editor')
export const adminsOf = ofOffice('admin')
export const headsOf = ofOffice('department-head')

/** Whoever a rung of the ladder names (`escalation`). */
export const staffAbove: Record<Above, ReturnType<typeof ofOffice>> = {
  editors: editorsOf,
  'department-head': headsOf,
  'company-leader': everybodyWith('company-leader'),
}
