import type { Weibo } from '../channels/weibo/weibo'
import type { Clock } from '../platform/clock'
import { handDue, handSeconds, isHandOver } from '../calendar/hand-wait'
import { record, isAttempt, type AtPost, type Step } from './at'
import { expireHand } from './expire-hand'
import { askByHand, tellUnknown, type PostMail } from './letters'
import { isOver } from './post'
import type { Posts } from './store'

interface Needs extends PostMail {
  posts: Posts
  weibo: Pick<Weibo, 'timeline'>
  clock: Clock
}

const daySeconds = 86_400

/** Woken or timed out: the post says whether a person has acted; else reminds, and at the deadline looks for itself. */
export const pressEditor =
  (needs: Needs) =>
  async (at: AtPost): Promise<Step> => {
    const { posts, clock } = needs
    const seen = await posts.withId(at.postId)
    if (!isAttempt(seen, at) || isOver(seen)) return record
    if (seen.state !== 'by-hand' || !seen.hand) return askWhether()
    const now = clock.now()
    const due = handDue(seen.hand, now)
    if (isHandOver(seen.hand, now)) {
      if ((await expireHand(needs)(at)).state === 'unknown') return askWhether()
      return record
    }
    if (due <= seen.hand.passed) return { next: 'person', waitSeconds: handSeconds(seen.hand, now) }
    const post = await posts.change(at.postId, (current) => {
      if (current.state !== 'by-hand' || !isAttempt(current, at) || !current.hand) return undefined
      return {
        next: { ...current, hand: { ...current.hand, passed: due } },
        happened: { by: 'system', type: 'HandReminded', facts: { attempt: at.attempt, count: due } },
      }
    })
    if (post.state !== 'by-hand' || !post.hand) return record
    await askByHand(needs)(post, post.hand.passed)
    return { next: 'person', waitSeconds: handSeconds(post.hand, now) }

    async function askWhether(): Promise<Step> {
      await tellUnknown(needs)(await posts.withId(at.postId))
      return { next: 'person', waitSeconds: daySeconds }
    }
  }
