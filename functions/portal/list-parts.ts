import * as z from 'zod'
import { ArrivedParts } from '../../lib/api/media'
import { listParts } from '../../lib/media/video-upload'
import { openPortal } from '../../lib/people/open-portal'
import { s3Bucket } from '../../lib/platform/bucket'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { json } from '../../lib/platform/http'
import { AtMedia } from '../../lib/platform/requests'
import { submissionStore } from '../../lib/submission/store'

const { door, table, clock } = openPortal()
const { MEDIA_BUCKET } = configFrom(Env.pick({ MEDIA_BUCKET: true }))
const list = listParts({ submissions: submissionStore(table, clock), bucket: s3Bucket(MEDIA_BUCKET), clock })

const Request = z.object({ path: AtMedia })

/** The parts that have arrived: a page that was closed goes on from here. */
export const handler = door(
  { request: Request, roles: ['officer'], answer: ArrivedParts },
  async ({ path, person }) => json(200, { parts: await list({ ...path, by: person }) }),
)
