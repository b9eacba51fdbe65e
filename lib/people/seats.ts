import { holds, isActive, substitutesOn, type Person, type Role } from './person'
import type { People } from './store'

/** A role that answers for something: of one unit, or of whichever. */
export interface Seat {
  role: Role
  unitId?: string | undefined
}

/** Who may be asked, in their own right or for another. */
export interface Candidate {
  person: Person
  standsInFor?: Person
}

/** Holders of a role today, and after them their substitutes of today. */
export async function holdersOf(people: People, { role, unitId }: Seat, today: string): Promise<Candidate[]> {
  const units = unitId ? [unitId] : (await people.units()).map((unit) => unit.id)
  const holders = (await Promise.all(units.map((unit) => people.holding(role, unit))))
    .flat()
    .filter((person) => holds(person, role, today, unitId))
  const candidates: Candidate[] = holders.map((person) => ({ person }))
  for (const holder of holders) {
    for (const substituteId of substitutesOn(holder, today)) {
      const person = await people.withId(substituteId)
      if (person && isActive(person, today) && !candidates.some((known) => known.person.id === person.id))
        candidates.push({ person, standsInFor: holder })
    }
  }
  return candidates
}

/** An asked person who still holds the seat today, or stands in for its holder; read afresh at every use of a link. */
export async function stillHolds(
  people: People,
  { role, unitId }: Seat,
  asked: { personId: string; standsInFor?: string | undefined },
  today: string,
): Promise<Candidate | undefined> {
  const person = await people.withId(asked.personId)
  if (!person || !isActive(person, today)) return undefined
  if (!asked.standsInFor) return holds(person, role, today, unitId) ? { person } : undefined
  const holder = await people.withId(asked.standsInFor)
  const covered =
    holder && holds(holder, role, today, unitId) && substitutesOn(holder, today).includes(person.id)
  return covered ? { person, standsInFor: holder } : undefined
}
