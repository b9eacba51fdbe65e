import type { Callbacks } from '../platform/machine'
import type { LoanState } from './loan'
import type { Loans } from './store'

interface Needs {
  loans: Loans
  callbacks: Callbacks
}

/** Wakes the machine that waits for this loan: it looks at the rows itself, so a lost or double call harms nobody. */
export const wakeLoan =
  ({ loans, callbacks }: Needs) =>
  async (loanId: string): Promise<'delivered' | 'gone'> => {
    const taskToken = await loans.waiting(loanId)
    return taskToken === undefined ? 'gone' : callbacks.succeed(taskToken, { woken: true })
  }

/**
 * Keeps the task token of the machine that waits while the loan is in the state `awaits`. The token is stored before the
 * loan is looked at, and the loan before tokens are: one of the two sees the other.
 */
export const awaitLoan =
  ({ loans, callbacks }: Needs) =>
  async (wait: { loanId: string; awaits: LoanState; taskToken: string }): Promise<void> => {
    await loans.wait(wait.loanId, wait.taskToken)
    const { state } = await loans.withId(wait.loanId)
    if (state !== wait.awaits) await callbacks.succeed(wait.taskToken, { woken: true })
  }
