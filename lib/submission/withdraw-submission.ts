import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import { lookAgain } from '../matter/look-again'
import { beijingDate } from '../policy/working-days'
import { requireAuthor } from './access'
import { undeliveredWrite, unpoolWrite, watchWrite, type Change, type Submissions } from './store'
import { requireState, type Submission } from './submission'

/** What a review must do when its submission is withdrawn: the approval room closes the open tier. */
export interface OpenReview {
  /** rows to write in the same moment */
  closing(submission: Submission, by: Person, reason: string): Promise<NonNullable<Change['writes']>>
  /** afterwards: wakes the machine that waited, or tells whom no machine tells any more */
  closed(submission: Submission, from: Submission['state']): Promise<void>
}

/** What the editor has released on Weibo may stand there already: it is called off first, or taken down. */
function requireNotReleased({ postId }: Submission): void {
  if (postId === undefined) return
  throw new Refusal(
    'WrongState',
    {
      zh: '这篇稿件已放行到微博，不能撤回；请先请编辑取消这条微博',
      en: 'this was released on Weibo and cannot be withdrawn; have the editor call that post off first',
    },
    { facts: { postId } },
  )
}

/** Of what was taken down at once the company's ordinary word is heard in any case (docs/decisions/0088). */
function requireNotAfter({ removes }: Submission): void {
  if (removes?.after === undefined) return
  throw new Refusal('WrongState', {
    zh: '这是立即撤下之后补办的审批，不能撤回',
    en: 'this approval follows a removal at once and cannot be taken back',
  })
}

/** Article 11: an officer takes back what is not yet published or in an edition. */
export const withdrawSubmission =
  ({ submissions, review, clock }: { submissions: Submissions; review: OpenReview; clock: Clock }) =>
  async ({
    submissionId,
    reason,
    by,
  }: {
    submissionId: string
    reason: string
    by: Person
  }): Promise<Submission> => {
    // A tier that opens or a decision that comes between our look and our write: look again.
    return lookAgain(withdraw)

    async function withdraw(): Promise<Submission> {
      const seen = await submissions.withId(submissionId)
      const closing = seen.state === 'in-review' ? await review.closing(seen, by, reason) : []
      const withdrawn = await submissions.change(submissionId, (submission) => {
        requireAuthor(submission, by, beijingDate(clock.now()))
        if (submission.state === 'withdrawn') return undefined
        // What is closed with it was read with this very head.
        if (submission.revision !== seen.revision) throw new ConditionFailed(undefined)
        requireState(submission, 'draft', 'checking', 'in-review', 'approved')
        requireNotReleased(submission)
        requireNotAfter(submission)
        return {
          submission: { ...submission, state: 'withdrawn', holder: undefined, note: reason },
          happened: { by: by.id, type: 'SubmissionWithdrawn', facts: { reason, from: submission.state } },
          writes: [
            ...closing,
            ...submission.content.channels.map((channel) => unpoolWrite(submission.id, channel)),
            undeliveredWrite(submission.id),
            // The machine is to end, whatever it was at.
            ...(seen.state === 'draft' ? [] : [watchWrite(submission.id, clock.now())]),
          ],
        }
      })
      await review.closed(withdrawn, seen.state)
      return withdrawn
    }
  }
