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
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { mail, people, submissions } from '../wire/rows'

const room = wire({ submissions, people, bucket, outbox: mail })

/** Article 10.2 for videos: container, tracks and wholeness, by ranges only; the officer is mailed a refusal. */
export const handler = step(
  ObjectCreatedEvent,
  judgeUpload({
    ...room,
    judge: ({ reader, media }) =>
      judgeMedia({ reader, fileName: media.fileName, contentType: media.contentType }),
    tellRefused: tellRefused(room),
  }),
)
