import { holds, isActive, namersSince, substitutesOn, type Person, type Role } from '../people/person'
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

type Matter = Pick<Submission, 'officerId' | 'hands' | 'statement' | 'createdAt' | 'unitId'>

/** Who opened it, wrote in it and signed it, and who made one of them an officer since it was opened. */
async function handsIn(people: People, submission: Matter): Promise<string[]> {
  const { officerId, hands = [], statement, createdAt, unitId } = submission
  const own = [officerId, ...hands, ...(statement ? [statement.by] : [])]
  const writers = await Promise.all([...new Set(own)].map((id) => people.withId(id)))
  const namers = writers.flatMap((writer) =>
    writer ? namersSince(writer, 'officer', createdAt, unitId) : [],
  )
  return [...own, ...namers]
}

/**
 * Invariant 6: the rule whether a person may decide this tier, in his own right or for another; asked when he is asked
 * and again when he decides, of what is known then.
 */
export async function dutyOf(people: People, submission: Matter, tier: Tier, earlier: Decision[]) {
  const handIds = await handsIn(people, submission)
  const unitId = tier === 'unit-head' ? submission.unitId : undefined
  return ({ person, standsInFor }: Candidate) =>
    conflictOf({
      handIds,
      earlierDeciderIds: earlierHands(earlier),
      candidateId: person.id,
      ...(standsInFor && { standsInFor: standsInFor.id }),
      namerIds: namersSince(standsInFor ?? person, roleOfTier[tier], submission.createdAt, unitId),
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
  const conflict = await dutyOf(people, submission, tier, earlier)
  const holders = await holdersOf(people, roleOfTier[tier], unitId, today)
  return holders.filter((candidate) => conflict(candidate) === null)
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
