import * as z from 'zod'
import { AtDate } from '../../lib/edition/at'
import { composeEdition } from '../../lib/edition/compose-edition'
import { openDesk } from '../../lib/edition/open-desk'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'

const { door } = openPortal()
const compose = composeEdition(openDesk())

const Request = z.object({
  path: AtDate,
  body: z.strictObject({
    /** in the editor's order */
    submissionIds: z.array(z.uuid()).max(20),
    /** Beijing time, e.g. `09:30` */
    hour: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
  }),
})

/** 10.3, 11.3: which approved articles go out on a Beijing date, in which order, from which hour on. */
export const handler = door({ request: Request, roles: ['editor'] }, async ({ path, body, person }) =>
  json(200, { edition: await compose({ ...path, ...body, by: person }) }),
)
