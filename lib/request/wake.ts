import type { Callbacks } from '../platform/machine'
import type { AtRequest } from './run-request'
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

/**
 * Keeps the task token of the machine that waits for the answer. The token is stored before the request is looked at,
 * and the request before tokens are: an answer that came while the letters went out is seen by one of the two.
 */
export const awaitAnswer =
  ({ requests, callbacks }: { requests: Requests; callbacks: Callbacks }) =>
  async ({ taskToken, ...at }: AtRequest & { taskToken: string }): Promise<void> => {
    await requests.wait(at.requestId, taskToken)
    const { round, state } = await requests.withId(at.requestId)
    if (round !== at.round || state !== 'open') await callbacks.succeed(taskToken, {})
  }
