import * as z from 'zod'
import { RemovedMedia } from '../../lib/api/media'
import { removeMedia } from '../../lib/media/remove-media'
import { json } from '../../lib/platform/http'
import { AtMedia } from '../../lib/platform/requests'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { clock, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const remove = removeMedia(wire({ submissions, bucket, clock }))

/** Takes a file out of a draft; an unfinished upload is aborted. */
export const handler = door(
  { request: z.object({ path: AtMedia }), roles: ['officer'], answer: RemovedMedia },
  async ({ path, person }) => {
    await remove({ ...path, by: person })
    return json(200, { removed: true })
  },
)
