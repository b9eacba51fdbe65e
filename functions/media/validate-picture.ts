import { judgeMedia } from '../../lib/media/judge-media'
import { judgeUpload } from '../../lib/media/judge-upload'
import { ObjectCreatedEvent } from '../../lib/media/object-created'
import { forWechat } from '../../lib/media/preview'
import { step } from '../../lib/platform/step'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { submissions } from '../wire/rows'

/** Article 10.2 for pictures: whole structure, dimensions, payloads, GPS; makes the preview approvers look at. */
export const handler = step(
  ObjectCreatedEvent,
  judgeUpload({
    ...wire({ submissions, bucket }),
    judge: ({ reader, media }) =>
      judgeMedia({ reader, fileName: media.fileName, contentType: media.contentType }),
    publicCopy: forWechat,
  }),
)
