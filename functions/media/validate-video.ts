import { judgeMedia } from '../../lib/media/judge-media'
import { judgeUpload } from '../../lib/media/judge-upload'
import { ObjectCreatedEvent } from '../../lib/media/object-created'
import { tellRefused } from '../../lib/media/tell-refused'
import { createOutbox } from '../../lib/outbox/outbox'
import { peopleStore } from '../../lib/people/store'
import { s3Bucket } from '../../lib/platform/bucket'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { ssmSecrets } from '../../lib/platform/secrets'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { submissionStore } from '../../lib/submission/store'

const env = configFrom(Env.pick({ TABLE: true, MEDIA_BUCKET: true, SECRETS_PREFIX: true }))
const table = dynamoTable(env.TABLE)
const submissions = submissionStore(table, systemClock)
const secrets = ssmSecrets(env.SECRETS_PREFIX, systemClock)
const outbox = createOutbox({ table, secrets, clock: systemClock })

/** Article 10.2 for videos: container, tracks and wholeness, by ranges only; the officer is mailed a refusal. */
export const handler = step(
  ObjectCreatedEvent,
  judgeUpload({
    submissions,
    bucket: s3Bucket(env.MEDIA_BUCKET),
    judge: ({ reader, media }) =>
      judgeMedia({ reader, fileName: media.fileName, contentType: media.contentType }),
    tellRefused: tellRefused({ submissions, people: peopleStore(table), outbox }),
  }),
)
