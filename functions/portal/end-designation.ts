import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { endDesignation } from '../../lib/people/staffing'
import { json } from '../../lib/platform/http'

const { door, people, clock } = openPortal()
const end = endDesignation({ people, clock })

const Request = z.object({ path: z.object({ unitId: z.string(), personId: z.string() }) })

/** Article 6: the unit head ends a designation, effective on the next request. */
export const handler = door({ request: Request, roles: ['unit-head'] }, async ({ path, person }) => {
  await end({ ...path, by: person })
  return json(200, { ended: path.personId })
})
