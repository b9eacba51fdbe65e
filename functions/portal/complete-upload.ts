import * as z from 'zod'
import { OneMedia } from '../../lib/api/media'
import { completeUpload } from '../../lib/media/video-upload'
import { json } from '../../lib/platform/http'
import { AtMedia } from '../../lib/platform/requests'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { clock, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const complete = completeUpload(wire({ submissions, bucket, clock }))

const Request = z.object({ path: AtMedia })

/** The bytes of a picture or video are there: parts are joined, the verdict follows on the submission. */
export const handler = door(
  { request: Request, roles: ['officer'], answer: OneMedia },
  async ({ path, person }) => json(202, { media: await complete({ ...path, by: person }) }),
)
