import type { Clock } from '../platform/clock'
import type { Callbacks } from '../platform/machine'
import type { OpenReview } from '../submission/withdraw-submission'
import type { Submissions } from '../submission/store'
import { decided } from './approval'
import { deliverDecision } from './deliver-decision'
import { settledWrites, turnWrite, type Approvals } from './store'

/** How a withdrawal closes the open turn: in the same moment as the submission, then the machine is woken. */
export function openReview({
  approvals,
  submissions,
  callbacks,
  clock,
}: {
  approvals: Approvals
  submissions: Submissions
  callbacks: Callbacks
  clock: Clock
}): OpenReview {
  const openTurn = async (id: string, version: number) =>
    (await approvals.turnsOf(id, version)).find((turn) => turn.decision === undefined)

  return {
    async closing(submission, by, reason) {
      const turn = await openTurn(submission.id, submission.version)
      if (!turn) return []
      const asks = await approvals.asksOf(submission.id, submission.version, turn.index)
      const after = decided(turn, {
        kind: 'withdrawn',
        by: by.id,
        name: by.name,
        at: clock.now().toISOString(),
        reason,
        answers: [],
        contentHash: turn.contentHash,
      })
      return [turnWrite(turn, after), ...settledWrites(asks)]
    },

    async wake(submission) {
      const last = (await approvals.turnsOf(submission.id, submission.version)).at(-1)
      if (last)
        await deliverDecision({ approvals, submissions, callbacks })(submission.id, last.version, last.index)
    },
  }
}
