import { AtVersion } from '../../lib/approval/at'
import { beginReview } from '../../lib/approval/begin-review'
import { step } from '../../lib/platform/step'
import { deliverAnswer } from '../../lib/request/answer-request'
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
