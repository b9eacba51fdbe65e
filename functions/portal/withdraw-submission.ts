import * as z from 'zod'
import { OneSubmission } from '../../lib/api/submission'
import { openReview } from '../../lib/approval/close-review'
import { approvalStore } from '../../lib/approval/store'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'
import { taskCallbacks } from '../../lib/platform/machine'
import { At } from '../../lib/platform/requests'
import { submissionStore } from '../../lib/submission/store'
import { withdrawSubmission } from '../../lib/submission/withdraw-submission'

const { door, table, clock } = openPortal()
const submissions = submissionStore(table, clock)
const review = openReview({ approvals: approvalStore(table), submissions, callbacks: taskCallbacks(), clock })
const withdraw = withdrawSubmission({ submissions, review, clock })

const Request = z.object({
  path: At,
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
})

/** Article 11: an officer takes back what is not yet published, the editor a removal of the own asking. */
export const handler = door(
  { request: Request, roles: ['officer', 'editor'], answer: OneSubmission },
  async ({ path, body, person }) =>
    json(200, { submission: await withdraw({ ...path, reason: body.reason, by: person }) }),
)
