import * as z from 'zod'
import { roleOfTier } from '../approval/approvers'
import { watchWrite } from '../matter/watch'
import type { Candidate, Seat } from '../people/seats'
import { loanConflictOf } from '../policy/duty'
import { policy } from '../policy/policy'
import type { AskKind } from '../question/ask'
import type { Loan } from './loan'

/** Article 12: the head of 企管部 decides; one step, as the policy says. */
export const loanTier = policy.loan.route[0]!.tier

export const AtLoan = z.object({ loanId: z.string() })
export type AtLoan = z.infer<typeof AtLoan>

/** The first asks did not say until when. */
const AskedLoan = AtLoan.extend({ deadline: z.iso.datetime().optional() })
export type AskedLoan = z.infer<typeof AskedLoan>

export const loanPk = (id: string) => `LOAN#${id}`

/** How the asks of a loan lie in the table and are sealed. */
export const loanAsks: AskKind<AtLoan, AskedLoan> = {
  about: 'loan',
  seals: { link: 'loan-link', code: 'loan-code' },
  At: AtLoan,
  Fields: AskedLoan,
  parts: ({ loanId }) => [loanId],
  home: ({ loanId }) => ({ pk: loanPk(loanId), prefix: 'ASK#' }),
  list: (personId) => `ASKED#${personId}#LOANS`,
  watchWrite: ({ loanId }, now) => watchWrite(loanPk(loanId), { kind: 'loan', id: loanId }, now),
}

/** Who may decide on a loan: heads of 企管部 and substitutes, without applicant and borrowers, whose wish it is (invariant 6). */
export const loanDuty = {
  seats: (): Seat[] => [{ role: roleOfTier[loanTier] }],
  conflict:
    async ({ loan }: { loan: Pick<Loan, 'appliedBy' | 'borrowers'> }) =>
    ({ person, standsInFor }: Candidate) =>
      loanConflictOf({
        handIds: [loan.appliedBy.id, ...loan.borrowers.map(({ id }) => id)],
        candidateId: person.id,
        ...(standsInFor && { standsInFor: standsInFor.id }),
      }),
}
