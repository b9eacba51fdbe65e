import { holdersOf, roleOfTier, stillHolds, type Candidate } from '../approval/approvers'
import { linkHashOf } from '../approval/link'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import { codeOf, seal } from '../platform/ids'
import { loanConflictOf } from '../policy/duty'
import { policy } from '../policy/policy'
import type { Loan } from './loan'
import type { LoanAsk } from './rows'

/** Article 12: the head of 企管部 decides; one step, as the policy says. */
export const loanTier = policy.loan.route[0]!.tier

/** Applicant and borrowers: whose wish it is (invariant 6). */
const handsIn = (loan: Loan): string[] => [loan.appliedBy.id, ...loan.borrowers.map((one) => one.id)]

export const loanConflict = (loan: Loan, who: { personId: string; standsInFor?: string }) =>
  loanConflictOf({
    handIds: handsIn(loan),
    candidateId: who.personId,
    ...(who.standsInFor && { standsInFor: who.standsInFor }),
  })

/** Who may be asked today: heads of 企管部 and their substitutes, without anyone separation of duty forbids. */
export async function mayDecideLoan(people: People, loan: Loan, today: string): Promise<Candidate[]> {
  const candidates = await holdersOf(people, roleOfTier[loanTier], undefined, today)
  return candidates.filter(
    ({ person, standsInFor }) =>
      !loanConflict(loan, { personId: person.id, ...(standsInFor && { standsInFor: standsInFor.id }) }),
  )
}

/** Whether the asked person still holds what they were asked for; read afresh at every use of the link. */
export const stillMayDecide = (people: People, ask: LoanAsk, loan: Loan, today: string) =>
  stillHolds(people, { ...ask, tier: loanTier }, loan, today) satisfies Promise<Person | undefined>

/** As for submissions (lib/approval/link.ts): the table holds the nonce and the token's hash, the key lies elsewhere. */
const parts = ({ loanId, personId, round, nonce }: Omit<LoanAsk, 'linkHash' | 'standsInFor'>) =>
  [loanId, personId, String(round), nonce] as const

export const loanTokenOf = (key: string, ask: Parameters<typeof parts>[0]): string =>
  seal(key, 'loan-link', ...parts(ask))
export const loanCodeOf = (key: string, ask: Parameters<typeof parts>[0]): string =>
  codeOf(key, 'loan-code', ...parts(ask))

/** A fresh ask: a new nonce, so a new link and a new code. */
export function newLoanAsk(
  about: { loanId: string; personId: string; standsInFor?: string; round: number },
  nonce: string,
  key: string,
): LoanAsk {
  const ask = { ...about, nonce }
  return { ...ask, linkHash: linkHashOf(loanTokenOf(key, ask)) }
}
