import * as z from 'zod'
import { RemovedMedia } from '../../lib/api/media'
import { removeMedia } from '../../lib/media/remove-media'
import { openPortal } from '../../lib/people/open-portal'
import { s3Bucket } from '../../lib/platform/bucket'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { json } from '../../lib/platform/http'
import { AtMedia } from '../../lib/platform/requests'
import { submissionStore } from '../../lib/submission/store'

const { door, table, clock } = openPortal()
const { MEDIA_BUCKET } = configFrom(Env.pick({ MEDIA_BUCKET: true }))
const remove = removeMedia({
  submissions: submissionStore(table, clock),
  bucket: s3Bucket(MEDIA_BUCKET),
  clock,
})

/** Takes a file out of a draft; an unfinished upload is aborted. */
export const handler = door(
  { request: z.object({ path: AtMedia }), roles: ['officer'], answer: RemovedMedia },
  async ({ path, person }) => {
    await remove({ ...path, by: person })
    return json(200, { removed: true })
  },
)
