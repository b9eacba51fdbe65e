import * as z from 'zod'
import { ArrivedParts } from '../../lib/api/media'
import { listParts } from '../../lib/media/video-upload'
import { json } from '../../lib/platform/http'
import { AtMedia } from '../../lib/platform/requests'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { clock, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const list = listParts(wire({ submissions, bucket, clock }))

const Request = z.object({ path: AtMedia })

/** The parts that have arrived: a page that was closed goes on from here. */
export const handler = door(
  { request: Request, roles: ['officer'], answer: ArrivedParts },
  async ({ path, person }) => json(200, { parts: await list({ ...path, by: person }) }),
)
