import { unapprovedTiers } from '../approval/approval'
import type { Approvals } from '../approval/store'
import { Refusal } from '../platform/refusal'
import type { Submissions } from '../submission/store'
import { requireSameContent, requireState, type Submission } from '../submission/submission'
import { editionHashOf, type Edition, type Item } from './edition'

const changed = (title: string, facts: Record<string, unknown>) =>
  new Refusal(
    'ContentChanged',
    {
      zh: `《${title}》与批准或确认时不一致，已停止；请重新编排本期`,
      en: `“${title}” differs from what was approved or confirmed; stopped, compose the edition again`,
    },
    { facts },
  )

/** Invariant 1, article 7: the hash is computed afresh and every tier of the route approved this very hash. */
async function requireApproved(
  { submissions, approvals }: { submissions: Submissions; approvals: Approvals },
  item: Item,
): Promise<Submission> {
  const submission = await submissions.withId(item.submissionId)
  requireState(submission, 'scheduled', 'sending')
  if (submission.version !== item.version) throw changed(item.title, { submissionId: item.submissionId })
  requireSameContent(submission, item.contentHash)
  const turns = await approvals.turnsOf(item.submissionId, item.version)
  const unapproved = unapprovedTiers(submission, turns)
  if (unapproved.length > 0) throw changed(item.title, { submissionId: item.submissionId, unapproved })
  return submission
}

/** All submissions of the edition in its order, each proven to be what was approved; throws ContentChanged. */
export const approvedContent =
  (needs: { submissions: Submissions; approvals: Approvals }) =>
  async (edition: Edition): Promise<Submission[]> => {
    if (editionHashOf(edition) !== edition.hash) throw changed(edition.items[0]?.title ?? '', {})
    return Promise.all(edition.items.map((item) => requireApproved(needs, item)))
  }
