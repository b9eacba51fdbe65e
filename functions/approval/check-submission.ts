import { AtVersion } from '../../lib/approval/at'
import { s3Bucket } from '../../lib/platform/bucket'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { checkSubmission } from '../../lib/submission/check-submission'
import { submissionStore } from '../../lib/submission/store'

const env = configFrom(Env.pick({ TABLE: true, MEDIA_BUCKET: true }))

export const handler = step(
  AtVersion,
  checkSubmission({
    submissions: submissionStore(dynamoTable(env.TABLE), systemClock),
    bucket: s3Bucket(env.MEDIA_BUCKET),
  }),
)
