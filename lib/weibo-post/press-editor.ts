import type { Clock } from '../platform/clock'
import { record, isAttempt, type AtPost, type Step } from './at'
import { handSeconds } from './hand'
import { askByHand, tellUnknown, type PostMail } from './letters'
import { isOver } from './post'
import type { Posts } from './store'

interface Needs extends PostMail {
  posts: Posts
  clock: Clock
}

const daySeconds = 86_400

/** Keeps the token of a machine that waits for a person; it goes no further than the table. */
export const awaitEditor =
  ({ posts }: { posts: Posts }) =>
  async ({ postId, taskToken }: AtPost & { taskToken: string }): Promise<void> =>
    posts.wait(postId, taskToken)

/** Woken or timed out: the post says whether a person has acted; else reminds, and at the deadline gives it back. */
export const pressEditor =
  (needs: Needs) =>
  async (at: AtPost): Promise<Step> => {
    const { posts, clock } = needs
    const seen = await posts.withId(at.postId)
    if (!isAttempt(seen, at) || isOver(seen)) return record
    if (seen.state !== 'by-hand' || !seen.hand) {
      await tellUnknown(needs)(seen)
      return { next: 'person', waitSeconds: daySeconds }
    }
    const now = clock.now()
    const due = [...seen.hand.moments, seen.hand.deadline].filter(
      (moment) => Date.parse(moment) <= now.getTime(),
    )
    if (due.length <= seen.hand.passed) return { next: 'person', waitSeconds: handSeconds(seen.hand, now) }
    const late = Date.parse(seen.hand.deadline) <= now.getTime()
    const post = await posts.change(at.postId, (current) => {
      if (current.state !== 'by-hand' || !isAttempt(current, at) || !current.hand) return undefined
      return late
        ? {
            next: {
              ...current,
              state: 'cancelled',
              outcome: {
                code: 'HandExpired',
                said: {
                  zh: '到期没有人工发布，已退回待发清单',
                  en: 'nobody posted it by hand in time; it is back among what waits for release',
                },
              },
            },
            happened: { by: 'system', type: 'HandExpired', facts: { attempt: at.attempt } },
          }
        : {
            next: { ...current, hand: { ...current.hand, passed: due.length } },
            happened: {
              by: 'system',
              type: 'HandReminded',
              facts: { attempt: at.attempt, count: due.length },
            },
          }
    })
    if (post.state !== 'by-hand' || !post.hand) return record
    await askByHand(needs)(post, post.hand.passed)
    return { next: 'person', waitSeconds: handSeconds(post.hand, now) }
  }
