import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { Machine } from '../platform/machine'
import { started } from './release-post'
import type { Posts } from './store'

interface Needs {
  posts: Posts
  machine: Machine
  clock: Clock
}

/**
 * Invariants 7 and 8: a post that was released but whose machine never began is started, also when it was called off
 * meanwhile, because its end may still have to be recorded.
 */
export const watchPosts =
  ({ posts, machine, clock }: Needs) =>
  async (): Promise<{ moved: number }> => {
    const stuck = await posts.unstarted(clock.now())
    for (const { postId, attempt } of stuck) {
      const post = await posts.withId(postId)
      log.warn('stuck post', { postId, attempt, state: post.state })
      if (post.attempt !== attempt || post.recordedAt !== undefined) await posts.unwatch(postId, attempt)
      else await started(machine)(post)
    }
    measure('StuckPosts', stuck.length)
    return { moved: stuck.length }
  }
