import type { Weibo } from '../channels/weibo/weibo'
import { handDue, handSeconds, isHandOver } from '../calendar/hand-wait'
import { record, isAttempt, type AtPost, type Step } from './at'
import { expireHand } from './expire-hand'
import { isOldRun } from '../matter/runs'
import { askByHand } from './letters'
import { isOver } from './post'
import { pressUndecided, type UndecidedNeeds } from './press-undecided'

interface Needs extends UndecidedNeeds {
  weibo: Pick<Weibo, 'timeline'>
  publicUrl: string
}

/**
 * Woken or timed out: the post says whether a person has acted; else reminds, and at the deadline looks for itself. A run
 * that is old lets the next one wait.
 */
export const pressEditor =
  (needs: Needs) =>
  async ({ startedAt, ...at }: AtPost & { startedAt?: string | undefined }): Promise<Step> => {
    const step = await press(needs)(at)
    return step.next === 'person' && isOldRun(startedAt, needs.clock.now())
      ? { ...step, next: 'renew' }
      : step
  }

const press =
  (needs: Needs) =>
  async (at: AtPost): Promise<Step> => {
    const { posts, clock } = needs
    const seen = await posts.withId(at.postId)
    if (!isAttempt(seen, at) || isOver(seen)) return record
    if (seen.state !== 'by-hand' || !seen.hand) return pressUndecided(needs)(at)
    const now = clock.now()
    const due = handDue(seen.hand, now)
    if (isHandOver(seen.hand, now)) {
      if ((await expireHand(needs)(at)).state === 'unknown') return pressUndecided(needs)(at)
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
  }
