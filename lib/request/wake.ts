import type { Callbacks } from '../platform/machine'
import type { Requests } from './store'

/** Wakes the machine that waits for an answer; where the token is gone, its next look finds what was decided. */
export const wakeRequest =
  ({ requests, callbacks }: { requests: Requests; callbacks: Callbacks }) =>
  async (requestId: string): Promise<void> => {
    const taskToken = await requests.taskToken(requestId)
    if (taskToken === undefined) return
    await callbacks.succeed(taskToken, {})
    await requests.endWait(requestId, taskToken)
  }
