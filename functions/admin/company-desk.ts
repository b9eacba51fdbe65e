import * as z from 'zod'
import { OneUnit, SessionsEnded, WholeCompany } from '../../lib/api/people'
import { ChangedPerson, ImportedRoster } from '../../lib/api/oversight'
import { tierAsks } from '../../lib/approval/ask'
import { loanAsks } from '../../lib/loan/ask'
import type { Change } from '../../lib/oversight/change'
import { shownProposal } from '../../lib/oversight/list'
import { propose } from '../../lib/oversight/propose'
import { proposalAsks } from '../../lib/oversight/store'
import { endSessions, listCompany, personWithId, saveUnit } from '../../lib/people/administer'
import { keepRoster, previewRoster } from '../../lib/people/import-roster'
import { RosterRows } from '../../lib/people/roster'
import { Address, Person, roles, Unit } from '../../lib/people/person'
import { listReturnedMail } from '../../lib/people/returned-mail'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { Troubles } from '../../lib/api/today'
import { spoken } from '../../lib/policy/visible'
import { lookForHolders } from '../../lib/question/look-for-holders'
import { lookAtCompany } from '../../lib/today/look-company'
import { ShownRoster, shownRoster } from '../../lib/today/look-roster'
import { requireGoesOn } from '../../lib/today/require-goes-on'
import { wire } from '../wire/part'
import { checkUp as lookedAt, proposing as changing, signedIn } from '../wire/rows'

const door = signedIn()
const room = wire({ ...changing(), ...lookedAt() })
const list = listCompany(room)
const returned = listReturnedMail(room)
const proposing = propose(room)
const shown = shownProposal(room)
const look = lookForHolders(room)
const goesOn = requireGoesOn(room)
const checkUp = lookAtCompany(room)
const preview = previewRoster(room)
const keep = keepRoster(room)

/** Done, or waiting for a second person; what they were asked moves to whoever holds it now. */
async function changed(personId: string, change: Change, by: Person) {
  const proposal = await proposing({ change, by })
  await Promise.all([look(tierAsks, personId), look(loanAsks, personId), look(proposalAsks, personId)])
  const person = await personWithId(room.people, personId)
  return json(200, { person, ...(proposal && { waits: await shown(proposal) }) })
}

const id = z
  .string()
  .regex(/^[a-z0-9-]{2,40}$/)
  .describe('lower case letters, digits and hyphens')
const create = z.boolean().optional().describe('somebody or something new: an id in use is refused')
/** What would stop was read and is wanted all the same. */
const confirmed = z.boolean().optional()
/** 2,000 people with long names and many roles. */
const rosterBytes = 3_000_000
const AtPerson = z.object({ personId: id })
const AtRole = z.object({ personId: id, role: z.enum(roles), unitId: id })

/**
 * Units, people and their roles: the administrator's desk. Every change leaves an act on record; what could let one person
 * act as another waits for a second one, and the answer says so (`waits`).
 */
export const handler = routes({
  /** The company with everybody in it. */
  'GET /api/admin/company': door(
    { request: z.object({}), roles: ['admin'], answer: WholeCompany },
    async () => json(200, { units: await list(), returnedMail: await returned() }),
  ),
  /** The check-up: what stands in the way of the company's work, or soon will; the serious first. */
  'GET /api/check-up': door(
    { request: z.object({}), roles: ['admin', 'department-head'], answer: Troubles },
    async () => json(200, { troubles: await checkUp() }),
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
          .extend({ email: Address, create, confirmed })
          .strict(),
      }),
      roles: ['admin'],
      answer: ChangedPerson,
    },
    async ({ path: { personId }, body: { create, confirmed, ...one }, person: by }) => {
      if (one.leftOn !== undefined) await goesOn({ personId, confirmed })
      const change = { kind: 'person' as const, person: { ...one, id: personId }, ...(create && { create }) }
      return changed(personId, change, by)
    },
  ),
  /** Gives a role in a unit, from a Beijing date on; takes a second person. */
  'PUT /api/admin/people/{personId}/roles/{role}/{unitId}': door(
    {
      request: z.object({
        path: AtRole,
        body: z.strictObject({ from: z.iso.date(), until: z.iso.date().optional() }),
      }),
      roles: ['admin'],
      answer: ChangedPerson,
    },
    async ({ path, body, person: by }) => changed(path.personId, { kind: 'grant', ...path, ...body }, by),
  ),
  /** Ends a role at once; that of a head of 企管部 takes a second person. */
  'DELETE /api/admin/people/{personId}/roles/{role}/{unitId}': door(
    {
      request: z.object({ path: AtRole, query: z.strictObject({ confirmed: z.literal('yes').optional() }) }),
      roles: ['admin'],
      answer: ChangedPerson,
    },
    async ({ path, query, person: by }) => {
      await goesOn({ ...path, confirmed: query.confirmed === 'yes' })
      return changed(path.personId, { kind: 'role-end', ...path }, by)
    },
  ),
  /** Names who decides in the place of somebody who cannot do it themself (代理); takes a second person. */
  'PUT /api/admin/people/{personId}/substitute': door(
    {
      request: z.object({
        path: AtPerson,
        body: z.strictObject({ substituteId: id, from: z.iso.date(), until: z.iso.date() }),
      }),
      roles: ['admin'],
      answer: ChangedPerson,
    },
    async ({ path, body, person: by }) =>
      changed(path.personId, { kind: 'substitute', ...path, ...body }, by),
  ),
  /** What a spreadsheet of people and units comes to, or everything that is wrong with it, by cell; keeps nothing. */
  'POST /api/admin/roster/preview': door(
    { request: z.object({ body: RosterRows }), roles: ['admin'], answer: ShownRoster, maxBytes: rosterBytes },
    async ({ body: rows, person: by }) => {
      const { plan, present, fingerprint } = await preview({ rows, by })
      return json(200, shownRoster(plan, { present, fingerprint, by }))
    },
  ),
  /** Imports what was looked at, whole or not at all; it waits for a second person where single changes do. */
  'POST /api/admin/roster': door(
    {
      request: z.object({
        body: z.strictObject({ rows: RosterRows, fingerprint: z.string().max(100), reason: spoken(500) }),
      }),
      roles: ['admin'],
      answer: ImportedRoster,
      maxBytes: rosterBytes,
    },
    async ({ body: { rows, fingerprint, reason }, person: by }) => {
      await keep({ rows, fingerprint, by })
      const proposal = await proposing({ change: { kind: 'roster', fingerprint, reason }, by })
      return json(200, { ...(proposal && { waits: await shown(proposal) }) })
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
