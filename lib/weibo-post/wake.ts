import type { Callbacks } from '../platform/machine'
import type { Posts } from './store'

/** Wakes the machine that waits for a person; where the token is gone, its next look finds what was decided. */
export const wakePost =
  ({ posts, callbacks }: { posts: Posts; callbacks: Callbacks }) =>
  async (postId: string): Promise<void> => {
    const taskToken = await posts.taskToken(postId)
    if (taskToken === undefined) return
    await callbacks.succeed(taskToken, {})
    await posts.endWait(postId, taskToken)
  }
