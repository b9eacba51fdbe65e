import * as z from 'zod'
import { AtDate } from '../../lib/edition/at'
import { confirmEdition } from '../../lib/edition/confirm-edition'
import { openDesk } from '../../lib/edition/open-desk'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'

const { door } = openPortal()
const confirm = confirmEdition(openDesk())

const Request = z.object({
  path: AtDate,
  /** `hash` of the edition the page shows, and the code from the mail */
  body: z.strictObject({ hash: z.string().length(64), code: z.string().trim().min(1).max(20) }),
})

/** 10.3: a named editor releases exactly what was test-sent. */
export const handler = door({ request: Request, roles: ['editor'] }, async ({ path, body, person }) =>
  json(200, { edition: await confirm({ ...path, ...body, by: person }) }),
)
