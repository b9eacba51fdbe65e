import { resumeRun } from '../matter/runs'
import type { Waits } from '../matter/waiting'
import { later, type Resume } from '../matter/watch'
import type { Machine } from '../platform/machine'
import { handOver } from '../question/hand-over'
import { lookAt, lookSeconds } from '../question/wait'
import type { LoanState } from './loan'
import { loanQuestion, type LoanAsking } from './loan-question'
import { handOverPost } from './post-under-loan'
import type { Posting } from './posting'
import { loanWait, type Loans } from './store'

/** Keeps the task token of the machine that waits while the loan is in the state `awaits`. */
export const awaitLoan =
  ({ loans, waits }: { loans: Loans; waits: Waits }) =>
  (wait: { loanId: string; awaits: LoanState; taskToken: string; waitSeconds: number }): Promise<void> =>
    waits.keep(
      { ...loanWait(wait.loanId), ...wait, ...(wait.awaits === 'applied' && { lookSeconds }) },
      async () => ((await loans.withId(wait.loanId)).state === wait.awaits ? undefined : {}),
    )

interface Needs extends LoanAsking {
  posting: Posting
  machine: Machine
  waits: Waits
}

/**
 * Invariants 7 and 11: until its report is written a loan has a machine, which looks at the loan itself when it is
 * woken; an application is with whoever decides on it now; a post that took its place is handed over.
 */
export const resumeLoan =
  (needs: Needs): Resume =>
  async ({ id, part }) => {
    const { loans, machine, waits, clock } = needs
    if (part !== undefined) {
      const post = await loans.post(id, part)
      if (post) await handOverPost(needs)(post)
      return undefined
    }
    const loan = await loans.withId(id)
    if (loan.reportedAt) return undefined
    const run = await resumeRun(machine)(id, { loanId: id })
    if (loan.state === 'applied' && loan.wait) {
      const asked = await handOver({ ...needs, question: loanQuestion(needs) })({ loanId: id })
      return lookAt(asked, clock.now())
    }
    if (run === 'running') await waits.wake(loanWait(id))
    return later(clock.now())
  }
