import { ConditionFailed } from '../platform/table'
import type { Callbacks } from '../platform/machine'
import type { Turn } from './approval'
import type { Approvals } from './store'

/** What wakes the machine: the kind of the decision, nothing that could decide by itself. */
export const wakeUp = (turn: Turn) => ({ decision: turn.decision?.kind ?? '' })

/**
 * Keeps the task token of the waiting machine with the turn (it never leaves the backend); a decision that came
 * while no token was valid is delivered at once.
 */
export const awaitDecision =
  ({ approvals, callbacks }: { approvals: Approvals; callbacks: Callbacks }) =>
  async (wait: {
    submissionId: string
    version: number
    index: number
    taskToken: string
  }): Promise<void> => {
    for (;;) {
      const turn = await approvals.turn(wait.submissionId, wait.version, wait.index)
      if (!turn) throw new Error(`turn ${wait.index} of ${wait.submissionId} is not open`)
      if (turn.decision) {
        await callbacks.succeed(wait.taskToken, wakeUp(turn))
        return
      }
      try {
        await approvals.save(turn, { ...turn, taskToken: wait.taskToken, revision: turn.revision + 1 })
        return
      } catch (error) {
        // A decision came between reading and writing: look again.
        if (!(error instanceof ConditionFailed)) throw error
      }
    }
  }
