import type { Finding } from './finding'
import { findingOf } from './rule-book'

/**
 * Separation of duty (article 2, invariant 6): nobody decides on what they had a hand in nor sits in two tiers of one,
 * also not through a substitute, nor by a role that one of those hands gave while it was under way.
 * `earlierDeciderIds` holds who decided before and whom they stood in for.
 * Returns the first conflict, or null when the candidate may decide.
 */
export function conflictOf({
  handIds,
  earlierDeciderIds,
  candidateId,
  standsInFor,
  namerIds = [],
}: {
  /** who opened it, wrote in it, signed it, and who named one of those meanwhile */
  handIds: readonly string[]
  earlierDeciderIds: readonly string[]
  candidateId: string
  standsInFor?: string
  /** who named the holder of the role to it meanwhile */
  namerIds?: readonly string[]
}): Finding | null {
  if (handIds.includes(candidateId)) return findingOf('duty.own-submission', { seen: candidateId })
  if (standsInFor !== undefined && handIds.includes(standsInFor))
    return findingOf('duty.own-through-substitute', { seen: candidateId })
  const namer = namerIds.find((id) => handIds.includes(id))
  if (namer !== undefined) return findingOf('duty.named-by-hand', { seen: namer })
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
