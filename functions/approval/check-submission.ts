import { AtVersion } from '../../lib/approval/at'
import { beginReview } from '../../lib/approval/begin-review'
import { approvalStore } from '../../lib/approval/store'
import { s3Bucket } from '../../lib/platform/bucket'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { taskCallbacks } from '../../lib/platform/machine'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { deliverAnswer } from '../../lib/request/answer-request'
import { requestStore } from '../../lib/request/store'
import { submissionStore } from '../../lib/submission/store'
import { bucket } from '../wire/files'
import { waits } from '../wire/machines'
import { wire } from '../wire/part'
import { approvals, clock, requests, submissions } from '../wire/rows'

const room = wire({ submissions, approvals, bucket, requests, waits, clock })
const begin = beginReview(room)
/** Article 5: delivered also when the door that took the submission died before it could say so. */
const deliver = deliverAnswer(room)

/** First step of every run: content checked, and where the review goes on. */
export const handler = step(AtVersion, async (at) => {
  const review = await begin(at)
  if (review.next === 'review') await deliver(await room.submissions.withId(at.submissionId))
  return review
})
