import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { Callbacks, Machine } from '../platform/machine'
import type { Submissions } from '../submission/store'
import { startApproval } from '../submission/submit-submission'
import { deliverDecision } from './deliver-decision'
import type { Approvals } from './store'

interface Needs {
  submissions: Submissions
  approvals: Approvals
  machine: Machine
  callbacks: Callbacks
  clock: Clock
}

/** Invariants 7 and 8: an approval that was accepted but not started, or decided but not delivered, moves on. */
export const watchStuck =
  ({ submissions, approvals, machine, callbacks, clock }: Needs) =>
  async (): Promise<{ moved: number }> => {
    const stuck = await submissions.stuck(clock.now())
    for (const { submissionId, what } of stuck) {
      const submission = await submissions.withId(submissionId)
      log.warn('stuck work', { submissionId, what, state: submission.state })
      if (submission.state === 'checking') await startApproval(machine)(submission)
      else if (submission.state !== 'in-review') await submissions.unwatch(submissionId)
      else await deliverLast(submission.id, submission.version)
    }
    measure('StuckWork', stuck.length)
    return { moved: stuck.length }

    async function deliverLast(id: string, version: number) {
      const last = (await approvals.turnsOf(id, version)).at(-1)
      // Once the next turn is open, the decision has arrived and only the watch was left behind.
      if (!last?.decision) return submissions.unwatch(id)
      await deliverDecision({ approvals, submissions, callbacks })(id, version, last.index)
    }
  }
