import type { Waits } from '../matter/waiting'
import type { Callbacks } from '../platform/machine'
import { wakeUp } from './await-decision'
import { turnWait, type Approvals } from './store'

/** Hands the recorded decision to the waiting machine; what cannot be delivered now the watch delivers later. */
export const deliverDecision =
  ({
    approvals,
    waits,
    callbacks,
  }: {
    approvals: Approvals
    waits: Pick<Waits, 'wake'>
    callbacks: Callbacks
  }) =>
  async (submissionId: string, version: number, index: number): Promise<void> => {
    const turn = await approvals.turn(submissionId, version, index)
    if (!turn?.decision) return
    const outcome = await waits.wake(turnWait(turn), wakeUp(turn))
    if (outcome === 'gone' && turn.taskToken) await callbacks.succeed(turn.taskToken, wakeUp(turn))
  }
