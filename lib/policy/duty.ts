import type { Finding } from './finding'
import { findingOf } from './rule-book'

/**
 * Separation of duty (article 2, invariant 6): nobody decides on the own submission nor sits in two tiers of one,
 * also not through a substitute. `earlierDeciderIds` holds who decided before and whom they stood in for.
 * Returns the first conflict, or null when the candidate may decide.
 */
export function conflictOf({
  submitterId,
  earlierDeciderIds,
  candidateId,
  standsInFor,
}: {
  submitterId: string
  earlierDeciderIds: readonly string[]
  candidateId: string
  standsInFor?: string
}): Finding | null {
  if (candidateId === submitterId) return findingOf('duty.own-submission', { seen: candidateId })
  if (standsInFor === submitterId) return findingOf('duty.own-through-substitute', { seen: candidateId })
  if (earlierDeciderIds.includes(candidateId)) return findingOf('duty.two-tiers', { seen: candidateId })
  if (standsInFor !== undefined && earlierDeciderIds.includes(standsInFor))
    return findingOf('duty.two-tiers-through-substitute', { seen: standsInFor })
  return null
}

/**
 * The same for a loan of the Weibo account (article 12): whoever applied for it or borrows in it neither grants it nor
 * has a substitute grant it.
 */
export function loanConflictOf({
  handIds,
  candidateId,
  standsInFor,
}: {
  /** the applicant and the borrowers */
  handIds: readonly string[]
  candidateId: string
  standsInFor?: string
}): Finding | null {
  if (handIds.includes(candidateId)) return findingOf('duty.own-loan', { seen: candidateId })
  if (standsInFor !== undefined && handIds.includes(standsInFor))
    return findingOf('duty.own-loan-through-substitute', { seen: standsInFor })
  return null
}
