import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'
import { At } from '../../lib/platform/requests'
import { beijingDate } from '../../lib/policy/working-days'
import { approvalStore } from '../../lib/approval/store'
import { requireReader } from '../../lib/submission/access'
import { submissionFindings } from '../../lib/submission/findings'
import { submissionStore } from '../../lib/submission/store'

const { door, table, clock } = openPortal()
const submissions = submissionStore(table, clock)
const approvals = approvalStore(table)

/** One submission whole: content, media with verdicts, findings of the policy as it stands, tiers, ledger. */
export const handler = door({ request: z.object({ path: At }), roles: [] }, async ({ path, person }) => {
  const submission = await submissions.withId(path.submissionId)
  const today = beijingDate(clock.now())
  requireReader(submission, person, today)
  const [media, ledger, turns] = await Promise.all([
    submissions.media(submission.id),
    submissions.ledger(submission.id),
    approvals.turnsOf(submission.id, submission.version),
  ])
  return json(200, {
    submission,
    media: media.map(({ uploadId: _, ...shown }) => shown),
    findings: submission.state === 'draft' ? submissionFindings(submission, media, today) : [],
    turns: turns.map(({ tier, index, openedAt, deadline, decision }) => ({
      tier,
      index,
      openedAt,
      deadline,
      decision,
    })),
    ledger,
  })
})
