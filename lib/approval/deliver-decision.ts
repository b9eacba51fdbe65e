import type { Callbacks } from '../platform/machine'
import type { Submissions } from '../submission/store'
import { wakeUp } from './await-decision'
import type { Approvals } from './store'

/** Hands the recorded decision to the waiting machine; what cannot be delivered now the watch delivers later. */
export const deliverDecision =
  ({
    approvals,
    submissions,
    callbacks,
  }: {
    approvals: Approvals
    submissions: Submissions
    callbacks: Callbacks
  }) =>
  async (submissionId: string, version: number, index: number): Promise<void> => {
    const turn = await approvals.turn(submissionId, version, index)
    if (!turn?.decision || !turn.taskToken) return
    if ((await callbacks.succeed(turn.taskToken, wakeUp(turn))) === 'delivered')
      await submissions.unwatch(submissionId)
  }
