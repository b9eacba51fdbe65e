import { log, measure } from '../platform/log'
import type { Callbacks, Machine } from '../platform/machine'
import { startLoan } from './apply-loan'
import type { LoanMail } from './letters'
import { handOver } from './post-under-loan'
import type { Posting } from './posting'
import type { Loans } from './store'
import { wakeLoan } from './wake'

interface Needs extends LoanMail {
  loans: Loans
  posting: Posting
  machine: Machine
  callbacks: Callbacks
}

/** Invariants 7 and 8: a loan that was accepted but not started, or moved by a person but not delivered, moves on; so does a post not yet handed over. */
export const watchLoans = (needs: Needs) => async (): Promise<{ moved: number }> => {
  const { loans, machine, callbacks, clock } = needs
  const stuck = await loans.stuck(clock.now())
  for (const { loanId, postId } of stuck) {
    const loan = await loans.withId(loanId)
    const post = postId === undefined ? undefined : await loans.post(loanId, postId)
    log.warn('stuck loan', { loanId, state: loan.state })
    if (post) await handOver(needs)(post)
    else if (loan.reportedAt) await loans.unwatch(loanId)
    else if ((await loans.waiting(loanId)) === undefined) await startLoan(machine)(loan)
    else await wakeLoan({ loans, callbacks })(loanId)
  }
  measure('StuckLoans', stuck.length)
  return { moved: stuck.length }
}
