import type { Waits } from '../matter/waiting'
import { lookSeconds } from '../question/wait'
import type { Submissions } from '../submission/store'
import type { Turn } from './approval'
import { turnWait, type Approvals } from './store'

/** What wakes the machine: the kind of the decision, nothing that could decide by itself. */
export const wakeUp = (turn: Turn) => ({ decision: turn.decision?.kind ?? '' })

/** Keeps the task token of the waiting machine; a decision or a withdrawal that came before it is delivered at once. */
export const awaitDecision =
  ({ approvals, submissions, waits }: { approvals: Approvals; submissions: Submissions; waits: Waits }) =>
  (wait: {
    submissionId: string
    version: number
    index: number
    taskToken: string
    waitSeconds: number
  }): Promise<void> =>
    waits.keep({ ...turnWait(wait), ...wait, lookSeconds }, async () => {
      const turn = await approvals.turn(wait.submissionId, wait.version, wait.index)
      if (!turn) throw new Error(`turn ${wait.index} of ${wait.submissionId} is not open`)
      if (turn.decision) return wakeUp(turn)
      const { state, version } = await submissions.withId(wait.submissionId)
      return state === 'in-review' && version === wait.version ? undefined : { decision: state }
    })
