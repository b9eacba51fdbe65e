import * as z from 'zod'
import { Designated, DesignationEnded, OneSubstitute } from '../../lib/api/people'
import { actsStore } from '../../lib/ledger/acts'
import { openPortal } from '../../lib/people/open-portal'
import { designateOfficer, endDesignation, nameSubstitute } from '../../lib/people/staffing'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'

const { door, table, people, clock, ids } = openPortal()
const acts = actsStore(table, clock, ids)
const designate = designateOfficer({ people, acts, clock })
const end = endDesignation({ people, acts, clock })
const name = nameSubstitute({ people, clock })

const AtOfficer = z.object({ path: z.object({ unitId: z.string(), personId: z.string() }) })
const Substitute = z.object({
  body: z.strictObject({ substituteId: z.string(), from: z.iso.date(), until: z.iso.date() }),
})

/** Who collects for a unit, and who decides while an approver is away. */
export const handler = routes({
  /** Article 6: the unit head names an information officer. */
  'PUT /api/units/{unitId}/officers/{personId}': door(
    { request: AtOfficer, roles: ['unit-head'], answer: Designated },
    async ({ path, person }) => {
      await designate({ ...path, by: person })
      return json(200, { designated: path.personId })
    },
  ),
  /** Article 6: the unit head ends a designation, effective on the next request. */
  'DELETE /api/units/{unitId}/officers/{personId}': door(
    { request: AtOfficer, roles: ['unit-head'], answer: DesignationEnded },
    async ({ path, person }) => {
      await end({ ...path, by: person })
      return json(200, { ended: path.personId })
    },
  ),
  /** Who approves names who decides in the meantime (代理), with dates. */
  'PUT /api/me/substitute': door(
    {
      request: Substitute,
      roles: ['unit-head', 'office-reviewer', 'department-head', 'company-leader'],
      answer: OneSubstitute,
    },
    async ({ body, person }) => {
      await name({ ...body, by: person })
      return json(200, { substitute: body })
    },
  ),
})
