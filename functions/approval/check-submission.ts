import { AtVersion } from '../../lib/approval/at'
import { beginReview } from '../../lib/approval/begin-review'
import { approvalStore } from '../../lib/approval/store'
import { waits } from '../../lib/matter/waiting'
import { s3Bucket } from '../../lib/platform/bucket'
import { systemClock as clock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { taskCallbacks } from '../../lib/platform/machine'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { deliverAnswer } from '../../lib/request/answer-request'
import { requestStore } from '../../lib/request/store'
import { submissionStore } from '../../lib/submission/store'

const env = configFrom(Env.pick({ TABLE: true, MEDIA_BUCKET: true }))
const table = dynamoTable(env.TABLE)

const submissions = submissionStore(table, clock)
const begin = beginReview({
  submissions,
  approvals: approvalStore(table),
  bucket: s3Bucket(env.MEDIA_BUCKET),
})
/** Article 5: delivered also when the door that took the submission died before it could say so. */
const deliver = deliverAnswer({
  requests: requestStore(table, clock),
  waits: waits({ table, callbacks: taskCallbacks(), clock }),
  clock,
})

/** First step of every run: content checked, and where the review goes on. */
export const handler = step(AtVersion, async (at) => {
  const review = await begin(at)
  if (review.next === 'review') await deliver(await submissions.withId(at.submissionId))
  return review
})
