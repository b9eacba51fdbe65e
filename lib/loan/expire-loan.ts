import type { Clock } from '../platform/clock'
import { moved, type Loan } from './loan'
import type { Loans } from './store'

/** The named end of an application nobody decided; told by the closing step. */
export const expireLoan =
  ({ loans, clock }: { loans: Loans; clock: Clock }) =>
  (loanId: string, reason: string): Promise<Loan> =>
    loans.change(loanId, async (loan) =>
      loan.state !== 'applied'
        ? undefined
        : {
            next: moved(loan, 'expired', {
              ...{ id: 'system', name: '系统', reason },
              at: clock.now().toISOString(),
            }),
            happened: { by: 'system', type: 'LoanExpired', facts: { reason } },
            writes: await loans.settled(loanId),
          },
    )
