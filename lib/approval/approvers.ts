import { namersSince, type Role } from '../people/person'
import type { Candidate, Seat } from '../people/seats'
import type { People } from '../people/store'
import { conflictOf } from '../policy/duty'
import type { Tier } from '../policy/policy'
import type { Submission } from '../submission/submission'
import type { Decision, Turn } from './approval'

/** Which role answers for a tier; `office-review` may be several people: the first to decide decides. */
export const roleOfTier: Record<Tier, Role> = {
  'unit-head': 'unit-head',
  'office-review': 'office-reviewer',
  'department-head': 'department-head',
  'company-leader': 'company-leader',
}

/** The decisions before this tier, as separation of duty looks at them. */
const earlierHands = (decisions: Decision[]) =>
  decisions.flatMap((decision) => [decision.by, ...(decision.standsInFor ? [decision.standsInFor] : [])])

type Matter = Pick<Submission, 'officerId' | 'hands' | 'statement' | 'createdAt' | 'unitId' | 'removes'>

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
async function dutyOf(people: People, submission: Matter, tier: Tier, earlier: Decision[]) {
  const handIds = await handsIn(people, submission)
  const unitId = tier === 'unit-head' ? submission.unitId : undefined
  return ({ person, standsInFor }: Candidate) =>
    conflictOf({
      // Whoever holds the post may order at once what they asked for themselves; another decides afterwards.
      handIds:
        submission.removes?.atOnce && !standsInFor ? handIds.filter((id) => id !== person.id) : handIds,
      earlierDeciderIds: earlierHands(earlier),
      candidateId: person.id,
      ...(standsInFor && { standsInFor: standsInFor.id }),
      namerIds: namersSince(standsInFor ?? person, roleOfTier[tier], submission.createdAt, unitId),
    })
}

/** What separation of duty looks at. */
export interface TierDuty {
  turn: Pick<Turn, 'tier'>
  submission: Matter
  earlier: Pick<Turn, 'decision'>[]
}

/** Who may answer a tier: the seat that is asked, and the rule who of its holders may not. */
export const tierDuty = (people: People) => ({
  seats: ({ turn: { tier }, submission: { unitId } }: TierDuty): Seat[] => [
    { role: roleOfTier[tier], ...(tier === 'unit-head' && { unitId }) },
  ],
  conflict: ({ turn, submission, earlier }: TierDuty) =>
    dutyOf(
      people,
      submission,
      turn.tier,
      earlier.flatMap(({ decision }) => decision ?? []),
    ),
})
