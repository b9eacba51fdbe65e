import { AtVersion } from '../../lib/approval/at'
import { beginReview } from '../../lib/approval/begin-review'
import { approvalStore } from '../../lib/approval/store'
import { s3Bucket } from '../../lib/platform/bucket'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { submissionStore } from '../../lib/submission/store'

const env = configFrom(Env.pick({ TABLE: true, MEDIA_BUCKET: true }))
const table = dynamoTable(env.TABLE)

/** First step of every run: content checked, and where the review goes on. */
export const handler = step(
  AtVersion,
  beginReview({
    submissions: submissionStore(table, systemClock),
    approvals: approvalStore(table),
    bucket: s3Bucket(env.MEDIA_BUCKET),
  }),
)
