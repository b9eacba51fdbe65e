import { poolWrite, unpoolWrite, type Submissions } from '../submission/store'
import { requireSameContent, requireState, type Submission } from '../submission/submission'
import { Refusal } from '../platform/refusal'
import type { Clock } from '../platform/clock'
import type { Edition, Item } from './edition'

/** Only approved WeChat content, unchanged, and in one edition at a time (article 7, invariant 1). */
export function requireFit(submission: Submission, date: string): void {
  if (submission.state === 'scheduled' && submission.editionDate !== date)
    throw new Refusal(
      'WrongState',
      {
        zh: `《${submission.content.title}》已编入 ${submission.editionDate} 的期次，请先从那一期移出`,
        en: `“${submission.content.title}” is in the edition of ${submission.editionDate}; take it out there first`,
      },
      { facts: { submissionId: submission.id, editionDate: submission.editionDate } },
    )
  // Left in `sending` by a step that wrote after its attempt had ended; the edition's own state says whether it is sent.
  if (submission.state !== 'sending' || submission.editionDate !== date)
    requireState(submission, 'approved', 'scheduled')
  if (!submission.content.channels.includes('wechat'))
    throw new Refusal(
      'WrongState',
      {
        zh: `《${submission.content.title}》没有申请在微信发布`,
        en: `“${submission.content.title}” was not approved for WeChat`,
      },
      { facts: { submissionId: submission.id } },
    )
  requireSameContent(submission, submission.contentHash ?? '')
}

/**
 * Makes the submissions agree with the edition, which was written first: its articles are scheduled, those that
 * left are back in the pool. Repeating it is harmless, so a crash in between is mended by the next call.
 */
export const settleMembership =
  ({ submissions, clock }: { submissions: Submissions; clock: Clock }) =>
  async (edition: Edition, by: string): Promise<void> => {
    const join = ({ submissionId }: Item) =>
      submissions.change(submissionId, (submission) => {
        requireFit(submission, edition.date)
        if (submission.state === 'scheduled') return undefined
        if (submission.state === 'sending')
          return {
            submission: { ...submission, state: 'scheduled' },
            happened: { by, type: 'SendingStopped', facts: { date: edition.date } },
          }
        return {
          submission: { ...submission, state: 'scheduled', editionDate: edition.date },
          happened: { by, type: 'SubmissionScheduled', facts: { date: edition.date } },
          writes: [unpoolWrite(submission.id, 'wechat')],
        }
      })

    const leave = (submissionId: string) =>
      submissions.change(submissionId, (submission) => {
        const isHere =
          ['scheduled', 'sending'].includes(submission.state) && submission.editionDate === edition.date
        if (!isHere) return undefined
        return {
          submission: { ...submission, state: 'approved', editionDate: undefined },
          happened: { by, type: 'SubmissionUnscheduled', facts: { date: edition.date } },
          writes: [poolWrite(submission, 'wechat', clock.now().toISOString())],
        }
      })

    await Promise.all([...edition.items.map(join), ...edition.leaving.map(leave)])
  }
