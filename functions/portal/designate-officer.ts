import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { designateOfficer } from '../../lib/people/staffing'
import { json } from '../../lib/platform/http'

const { door, people, clock } = openPortal()
const designate = designateOfficer({ people, clock })

const Request = z.object({ path: z.object({ unitId: z.string(), personId: z.string() }) })

/** Article 6: the unit head names an information officer. */
export const handler = door({ request: Request, roles: ['unit-head'] }, async ({ path, person }) => {
  await designate({ ...path, by: person })
  return json(200, { designated: path.personId })
})
