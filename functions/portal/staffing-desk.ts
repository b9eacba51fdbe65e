import * as z from 'zod'
import {
  Designated,
  DesignationEnded,
  OneSubstitute,
  SubstituteEnded,
  Substitutes,
} from '../../lib/api/people'
import type { Role } from '../../lib/people/person'
import { designateOfficer, endDesignation } from '../../lib/people/staffing'
import { endSubstitute, listSubstitutes, nameSubstitute } from '../../lib/people/substitution'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { wire } from '../wire/part'
import { acts, clock, people, signedIn } from '../wire/rows'

const door = signedIn()
const room = wire({ people, acts, clock })
const designate = designateOfficer(room)
const end = endDesignation(room)
const name = nameSubstitute(room)
const endOne = endSubstitute(room)
const list = listSubstitutes(room)

const AtOfficer = z.object({ path: z.object({ unitId: z.string(), personId: z.string() }) })
const Substitute = z.object({
  body: z.strictObject({ substituteId: z.string(), from: z.iso.date(), until: z.iso.date() }),
})

const AtSubstitute = z.object({ path: z.object({ from: z.iso.date(), substituteId: z.string() }) })
const approvers: Role[] = ['unit-head', 'office-reviewer', 'department-head', 'company-leader']

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
    { request: Substitute, roles: approvers, answer: OneSubstitute },
    async ({ body, person }) => json(200, { substitute: await name({ ...body, by: person }) }),
  ),
  /** Who decides in one's place, today or later; also after the own role ended. */
  'GET /api/me/substitute': door(
    { request: z.object({}), roles: [], answer: Substitutes },
    async ({ person }) => json(200, { substitutes: await list(person) }),
  ),
  /** Ends a substitution at once. */
  'DELETE /api/me/substitute/{from}/{substituteId}': door(
    { request: AtSubstitute, roles: [], answer: SubstituteEnded },
    async ({ path, person }) => {
      await endOne({ ...path, by: person })
      return json(200, { ended: path.substituteId })
    },
  ),
})
