import type { Approvals } from '../approval/store'
import type { ReadCalendar } from '../calendar/calendar'
import { handSeconds, handWait } from '../calendar/hand-wait'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import type { Submissions } from '../submission/store'
import { record, isAttempt, type AtPost, type Step } from './at'
import { askByHand, type PostMail } from './letters'
import { writePublicCopies } from './write-public-copies'
import { requireApproved } from './release-post'
import type { Posts } from './store'

interface Needs extends PostMail {
  posts: Posts
  submissions: Submissions
  approvals: Approvals
  bucket: Pick<Bucket, 'read' | 'write'>
  clock: Clock
  calendar: ReadCalendar
}

/** Looks at the content once more, makes the public copies, and opens the wait where a person has to post. */
export const beginPost =
  (needs: Needs) =>
  async (at: AtPost): Promise<Step> => {
    const { posts, submissions, approvals, bucket, clock, calendar } = needs
    const seen = await posts.withId(at.postId)
    if (!isAttempt(seen, at)) return record
    if (seen.state !== 'released') return afterBegin(seen.state)
    if (seen.under.kind === 'approval')
      await requireApproved(approvals, await submissions.withId(seen.under.submissionId))
    await writePublicCopies(bucket)(seen)
    if (seen.way === 'api') return { next: 'send', waitSeconds: 1 }
    const hand = handWait('weibo', clock.now(), await calendar())
    const post = await posts.change(at.postId, (current) =>
      current.state === 'released' && isAttempt(current, at)
        ? {
            next: { ...current, state: 'by-hand', hand },
            happened: {
              by: 'system',
              type: 'HandAsked',
              facts: { attempt: at.attempt, why: current.byHand },
            },
          }
        : undefined,
    )
    if (post.state !== 'by-hand' || !post.hand) return afterBegin(post.state)
    await askByHand(needs)(post, 0)
    return { next: 'person', waitSeconds: handSeconds(post.hand, clock.now()) }

    function afterBegin(state: string): Step {
      if (state === 'by-hand' && seen.hand)
        return { next: 'person', waitSeconds: handSeconds(seen.hand, clock.now()) }
      if (state === 'posting' || state === 'unknown') return { next: 'look', waitSeconds: 1 }
      return record
    }
  }
