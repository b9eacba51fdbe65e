import * as z from 'zod'
import { BegunUpload } from '../../lib/api/media'
import { beginUpload } from '../../lib/media/begin-upload'
import { json } from '../../lib/platform/http'
import { At, RequestKey } from '../../lib/platform/requests'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { clock, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const begin = beginUpload(wire({ submissions, bucket, clock }))

const Request = z.object({
  path: At,
  headers: RequestKey,
  body: z.strictObject({
    fileName: z.string().trim().min(1).max(200),
    contentType: z.string().max(100).optional(),
    bytes: z.number().int().nonnegative(),
  }),
})

/** Article 10.2 at signing: a form for a picture, a multipart upload for a video; the claim is checked first. */
export const handler = door(
  { request: Request, roles: ['officer'], answer: BegunUpload },
  async ({ path, headers, body, person }) =>
    json(201, await begin({ ...path, ...body, by: person, requestKey: headers['idempotency-key'] })),
)
