import { holds, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { requireReader } from './access'
import { commentable, threadsOf, threadWith } from './comment'
import type { Submissions } from './store'
import { requireState } from './submission'

/** Whoever wrote a comment, or an officer of the unit, says that it is settled; said twice it is the same. */
export const resolveComment =
  ({ submissions, clock }: { submissions: Submissions; clock: Clock }) =>
  async (ask: { submissionId: string; commentId: string; by: Person }): Promise<{ id: string }> => {
    const { submissionId, commentId: id, by } = ask
    const today = beijingDate(clock.now())
    const seen = await submissions.withId(submissionId)
    requireReader(seen, by, today)
    const thread = threadWith(threadsOf(await submissions.ledger(submissionId)), id)
    if (thread.by !== by.id && !holds(by, 'officer', today, seen.unitId))
      throw new Refusal('NotAllowed', {
        zh: '意见由写的人或本单位的信息员标为已处理',
        en: 'a comment is settled by whoever wrote it, or by an officer of the unit',
      })
    await submissions.change(submissionId, (submission) => {
      requireState(submission, ...commentable)
      const open = submission.openComments ?? []
      if (!open.includes(id)) return undefined
      return {
        submission: { ...submission, openComments: open.filter((one) => one !== id) },
        happened: { by: by.id, type: 'CommentResolved', facts: { comment: id } },
      }
    })
    return { id }
  }
