import * as z from 'zod'
import { AtDate } from '../../lib/edition/at'
import { cancelEdition } from '../../lib/edition/cancel-edition'
import { openDesk } from '../../lib/edition/open-desk'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'

const { door } = openPortal()
const cancel = cancelEdition(openDesk())

const Request = z.object({
  path: AtDate,
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
})

/** Calls an edition off; 409 with the state when WeChat already has it. */
export const handler = door({ request: Request, roles: ['editor'] }, async ({ path, body, person }) =>
  json(200, { edition: await cancel({ ...path, ...body, by: person }) }),
)
