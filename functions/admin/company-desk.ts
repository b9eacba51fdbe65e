import * as z from 'zod'
import { OnePerson, OneUnit, SessionsEnded, WholeCompany } from '../../lib/api/people'
import { tierAsks } from '../../lib/approval/ask'
import { loanAsks } from '../../lib/loan/ask'
import { returningMailboxes } from '../../lib/outbox/store'
import {
  endRole,
  endSessions,
  grantRole,
  listCompany,
  savePerson,
  saveUnit,
} from '../../lib/people/administer'
import { openPortal } from '../../lib/people/open-portal'
import { Address, Person, roles, Unit } from '../../lib/people/person'
import { listReturnedMail } from '../../lib/people/returned-mail'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { lookForHolders } from '../../lib/question/look-for-holders'
import { askStore } from '../../lib/question/store'
import { actsLedger } from '../../lib/security/ledger'

const { door, table, people, clock } = openPortal()
const acts = actsLedger(table, clock)
const room = { people, acts, clock }
const list = listCompany(room)
const returned = listReturnedMail({ ...room, mailboxes: returningMailboxes(table) })
/** What they were asked moves to whoever holds it now. */
const look = lookForHolders({ asks: askStore(table), clock })
const askOthers = (personId: string) => Promise.all([look(tierAsks, personId), look(loanAsks, personId)])

const id = z
  .string()
  .regex(/^[a-z0-9-]{2,40}$/)
  .describe('lower case letters, digits and hyphens')
const create = z.boolean().optional().describe('somebody or something new: an id in use is refused')
const AtPerson = z.object({ personId: id })
const AtRole = z.object({ personId: id, role: z.enum(roles), unitId: id })

/** Units, people and their roles: the administrator's desk. Every change leaves an act on record. */
export const handler = routes({
  /** The company with everybody in it. */
  'GET /api/admin/company': door(
    { request: z.object({}), roles: ['admin'], answer: WholeCompany },
    async () => json(200, { units: await list(), returnedMail: await returned() }),
  ),
  /** Adds or renames a unit. */
  'PUT /api/admin/units/{unitId}': door(
    {
      request: z.object({ path: z.object({ unitId: id }), body: Unit.omit({ id: true }).extend({ create }) }),
      roles: ['admin'],
      answer: OneUnit,
    },
    async ({ path, body: { create, ...unit }, person }) =>
      json(200, { unit: await saveUnit(room)({ unit: { ...unit, id: path.unitId }, create, by: person }) }),
  ),
  /** Adds a person or changes name, address, unit, language, or the day of leaving. */
  'PUT /api/admin/people/{personId}': door(
    {
      request: z.object({
        path: AtPerson,
        body: Person.omit({ id: true, grants: true, substitutes: true })
          .extend({ email: Address, create })
          .strict(),
      }),
      roles: ['admin'],
      answer: OnePerson,
    },
    async ({ path, body: { create, ...one }, person }) => {
      const saved = await savePerson(room)({ person: { ...one, id: path.personId }, create, by: person })
      await askOthers(saved.id)
      return json(200, { person: saved })
    },
  ),
  /** Gives a role in a unit, from a Beijing date on. */
  'PUT /api/admin/people/{personId}/roles/{role}/{unitId}': door(
    {
      request: z.object({
        path: AtRole,
        body: z.strictObject({ from: z.iso.date(), until: z.iso.date().optional() }),
      }),
      roles: ['admin'],
      answer: OnePerson,
    },
    async ({ path, body, person }) =>
      json(200, { person: await grantRole(room)({ ...path, ...body, by: person }) }),
  ),
  /** Ends a role at once. */
  'DELETE /api/admin/people/{personId}/roles/{role}/{unitId}': door(
    { request: z.object({ path: AtRole }), roles: ['admin'], answer: OnePerson },
    async ({ path, person }) => {
      const ended = await endRole(room)({ ...path, by: person })
      await askOthers(ended.id)
      return json(200, { person: ended })
    },
  ),
  /** Signs a person out everywhere, e.g. when a phone was lost. */
  'DELETE /api/admin/people/{personId}/sessions': door(
    { request: z.object({ path: AtPerson }), roles: ['admin'], answer: SessionsEnded },
    async ({ path, person }) => {
      await endSessions(room)({ ...path, by: person })
      return json(200, { ended: true })
    },
  ),
})
