import * as z from 'zod'
import { SignedParts } from '../../lib/api/media'
import { signParts } from '../../lib/media/video-upload'
import { json } from '../../lib/platform/http'
import { AtMedia } from '../../lib/platform/requests'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { clock, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const sign = signParts(wire({ submissions, bucket, clock }))

const Request = z.object({
  path: AtMedia,
  body: z.strictObject({ partNumbers: z.array(z.number().int().min(1).max(10_000)).min(1).max(20) }),
})

/** URLs for up to 20 parts of a video, one hour each, each for exactly its bytes. */
export const handler = door(
  { request: Request, roles: ['officer'], answer: SignedParts },
  async ({ path, body, person }) => json(200, { parts: await sign({ ...path, ...body, by: person }) }),
)
