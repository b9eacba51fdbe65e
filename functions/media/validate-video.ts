import { judgeMedia } from '../../lib/media/judge-media'
import { judgeUpload } from '../../lib/media/judge-upload'
import { ObjectCreatedEvent } from '../../lib/media/object-created'
import { tellRefused } from '../../lib/media/tell-refused'
import { step } from '../../lib/platform/step'
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
