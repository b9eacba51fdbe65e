import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { Callbacks, Machine } from '../platform/machine'
import { startLoan } from './apply-loan'
import type { Loans } from './store'
import { wakeLoan } from './wake'

interface Needs {
  loans: Loans
  machine: Machine
  callbacks: Callbacks
  clock: Clock
}

/** Invariants 7 and 8: a loan that was accepted but not started, or moved by a person but not delivered, moves on. */
export const watchLoans =
  ({ loans, machine, callbacks, clock }: Needs) =>
  async (): Promise<{ moved: number }> => {
    const stuck = await loans.stuck(clock.now())
    for (const loanId of stuck) {
      const loan = await loans.withId(loanId)
      log.warn('stuck loan', { loanId, state: loan.state })
      if (loan.reportedAt) await loans.unwatch(loanId)
      else if ((await loans.waiting(loanId)) === undefined) await startLoan(machine)(loan)
      else await wakeLoan({ loans, callbacks })(loanId)
    }
    measure('StuckLoans', stuck.length)
    return { moved: stuck.length }
  }
