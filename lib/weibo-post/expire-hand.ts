import type { Weibo } from '../channels/weibo/weibo'
import type { Clock } from '../platform/clock'
import { isAttempt, type AtPost } from './at'
import type { WeiboPost } from './post'
import { foundIn, stands } from './settle-post'
import type { Posts } from './store'

interface Needs {
  posts: Posts
  weibo: Pick<Weibo, 'timeline'>
  clock: Clock
  publicUrl: string
}

/**
 * Invariant 3 at the deadline of posting by hand: silence is no failure, somebody may have posted and not said so. The
 * timeline is looked at; what it does not show is unknown, until a person proves or denies it.
 */
export const expireHand =
  ({ posts, weibo, publicUrl }: Needs) =>
  async (at: AtPost): Promise<WeiboPost> => {
    const seen = await posts.withId(at.postId)
    const answer = await weibo.timeline()
    const found = answer.kind === 'done' ? foundIn(answer.value.posts, seen, publicUrl) : undefined
    return posts.change(at.postId, (current) => {
      if (current.state !== 'by-hand' || !isAttempt(current, at)) return undefined
      if (found) return stands(current, found)
      return {
        next: { ...current, state: 'unknown', doubt: 'nobody said' },
        happened: {
          by: 'system',
          type: 'HandExpired',
          facts: { attempt: at.attempt, answer: answer.kind },
        },
      }
    })
  }
