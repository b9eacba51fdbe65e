import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { nameSubstitute } from '../../lib/people/staffing'
import { json } from '../../lib/platform/http'

const { door, people, clock } = openPortal()
const name = nameSubstitute({ people, clock })

const Request = z.object({
  body: z.strictObject({ substituteId: z.string(), from: z.iso.date(), until: z.iso.date() }),
})

/** Who approves names who decides in the meantime (代理), with dates. */
export const handler = door(
  { request: Request, roles: ['unit-head', 'office-reviewer', 'department-head', 'company-leader'] },
  async ({ body, person }) => {
    await name({ ...body, by: person })
    return json(200, { substitute: body })
  },
)
