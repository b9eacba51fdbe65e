import { holds, isActive, substitutesOn, type Person, type Role } from '../people/person'
import type { People } from '../people/store'
import { conflictOf } from '../policy/duty'
import type { Tier } from '../policy/policy'
import type { Submission } from '../submission/submission'
import type { Decision } from './approval'

/** Which role answers for a tier; `office-review` may be several people: the first to decide decides. */
export const roleOfTier: Record<Tier, Role> = {
  'unit-head': 'unit-head',
  'office-review': 'office-reviewer',
  'department-head': 'department-head',
  'company-leader': 'company-leader',
}

export interface Candidate {
  person: Person
  standsInFor?: Person
}

/** The decisions before this tier, as separation of duty looks at them. */
const earlierHands = (decisions: Decision[]) =>
  decisions.flatMap((decision) => [decision.by, ...(decision.standsInFor ? [decision.standsInFor] : [])])

/** Invariant 6: whether this person may decide this tier now, in his own right or for another. */
export function mayDecide(
  candidate: { personId: string; standsInFor?: string },
  submission: Pick<Submission, 'officerId'>,
  earlier: Decision[],
) {
  return conflictOf({
    submitterId: submission.officerId,
    earlierDeciderIds: earlierHands(earlier),
    candidateId: candidate.personId,
    ...(candidate.standsInFor && { standsInFor: candidate.standsInFor }),
  })
}

/** Holders of the tier's role with their substitutes of today, without anyone separation of duty forbids. */
export async function candidatesFor(
  people: People,
  submission: Submission,
  tier: Tier,
  earlier: Decision[],
  today: string,
): Promise<Candidate[]> {
  const unitId = tier === 'unit-head' ? submission.unitId : undefined
  return (await holdersOf(people, roleOfTier[tier], unitId, today)).filter(
    ({ person, standsInFor }) =>
      mayDecide(
        { personId: person.id, ...(standsInFor && { standsInFor: standsInFor.id }) },
        submission,
        earlier,
      ) === null,
  )
}

/** Holders of a role today, of one unit or of all, and after them their substitutes of today. */
export async function holdersOf(
  people: People,
  role: Role,
  unitId: string | undefined,
  today: string,
): Promise<Candidate[]> {
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

/** Whether an asked person still holds what he was asked for: the role, or the substitution (checked at use). */
export async function stillHolds(
  people: People,
  ask: { personId: string; standsInFor?: string; tier: Tier },
  { unitId: ofUnit }: { unitId: string },
  today: string,
): Promise<Person | undefined> {
  const person = await people.withId(ask.personId)
  if (!person || !isActive(person, today)) return undefined
  const unitId = ask.tier === 'unit-head' ? ofUnit : undefined
  if (!ask.standsInFor) return holds(person, roleOfTier[ask.tier], today, unitId) ? person : undefined
  const holder = await people.withId(ask.standsInFor)
  const covered =
    holder &&
    holds(holder, roleOfTier[ask.tier], today, unitId) &&
    substitutesOn(holder, today).includes(person.id)
  return covered ? person : undefined
}
