import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { Waits } from '../matter/waiting'
import { moved, type Ending, type Loan } from './loan'
import { takeBackAll, type Posting } from './posting'
import { loanWait, type Loans } from './store'

interface Needs {
  loans: Loans
  posting: Posting
  waits: Waits
  clock: Clock
}

/** The loan is over from this write on: the next request, and every intent not yet written, is refused. */
export const recalled = (loan: Loan, by: Ending & { reason: string }) => ({
  next: moved(loan, 'recalled', by),
  happened: { by: by.id, type: 'LoanRecalled', facts: { reason: by.reason, used: loan.used } },
})

/**
 * Article 12: one action of the department head or the editor, with its reason; what has not gone out returns to the
 * office. Letters and report follow.
 */
export const recallLoan =
  ({ loans, posting, waits, clock }: Needs) =>
  async ({ loanId, reason, by }: { loanId: string; reason: string; by: Person }): Promise<Loan> => {
    const now = clock.now()
    const loan = await loans.change(loanId, (current) =>
      current.state === 'recalled'
        ? undefined
        : recalled(current, { id: by.id, name: by.name, reason, at: now.toISOString() }),
    )
    await takeBackAll({ posting })(loan, await loans.posts(loanId))
    await waits.wake(loanWait(loanId))
    return loan
  }
