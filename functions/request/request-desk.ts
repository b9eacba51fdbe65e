import * as z from 'zod'
import type { Role } from '../../lib/people/person'
import { json } from '../../lib/platform/http'
import { RequestKey } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { spoken } from '../../lib/policy/visible'
import { answerRequest } from '../../lib/request/answer-request'
import { askMaterial } from '../../lib/request/ask-material'
import { excuseRequest } from '../../lib/request/excuse-request'
import { endExemption, exemptUnit, expectOfUnit } from '../../lib/request/expect'
import { ListedRequests, listRequests, OneRequest, RequestQuestion } from '../../lib/request/list-requests'
import { requestMachine, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { acts, calendar, clock, mail, people, publicUrl, requests, signedIn, submissions } from '../wire/rows'

const door = signedIn()
const room = wire({
  ...{ clock, calendar, publicUrl, people, submissions, requests, mail, acts },
  ...{ waits, machine: requestMachine },
})
const list = listRequests(room)

const office: Role[] = ['editor', 'department-head', 'office-reviewer']
const reason = spoken(500)
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const UnitId = z.string().max(100)
const AtRequest = z.object({ path: z.object({ requestId: z.uuid() }) })
const AtMonth = z.object({ path: z.object({ unitId: UnitId, month: Month }) })

/** Articles 4 and 5: 企管部 asks, expects and excuses; a unit answers with a submission and cannot decline. */
export const handler = routes({
  /** Requests and how units stand in a month; a unit sees its own. */
  'GET /api/requests': door(
    {
      request: z.object({ query: RequestQuestion }),
      roles: [],
      answer: ListedRequests,
    },
    async ({ query, person }) => json(200, await list(person, query)),
  ),
  /** Asks a unit for material; `dueOn` is a Beijing date. */
  'POST /api/requests': door(
    {
      request: z.object({
        headers: RequestKey,
        body: z.strictObject({
          unitId: UnitId,
          subject: z.string().trim().min(1).max(100),
          details: z.string().trim().max(2_000).default(''),
          dueOn: z.iso.date(),
        }),
      }),
      roles: office,
      answer: OneRequest,
    },
    async ({ headers, body, person }) =>
      json(201, {
        request: await askMaterial(room)({ ...body, by: person, requestKey: headers['idempotency-key'] }),
      }),
  ),
  /** Answers with a submission of the unit: delivered once it is submitted. */
  'POST /api/requests/{requestId}/answer': door(
    {
      request: AtRequest.extend({ body: z.strictObject({ submissionId: z.uuid() }) }),
      roles: ['officer'],
      answer: OneRequest,
    },
    async ({ path, body, person }) =>
      json(200, { request: await answerRequest(room)({ ...path, ...body, by: person }) }),
  ),
  /** Only 企管部 lets a unit off. */
  'POST /api/requests/{requestId}/excuse': door(
    { request: AtRequest.extend({ body: z.strictObject({ reason }) }), roles: office, answer: OneRequest },
    async ({ path, body, person }) =>
      json(200, { request: await excuseRequest(room)({ ...path, ...body, by: person }) }),
  ),
  /** How many submissions a month are expected of a unit; 0 presses nobody. */
  'PUT /api/units/{unitId}/expectation': door(
    {
      request: z.object({
        path: z.object({ unitId: UnitId }),
        body: z.strictObject({ perMonth: z.number().int().min(0).max(100) }),
      }),
      roles: office,
      answer: ListedRequests,
    },
    async ({ path, body, person }) => {
      await expectOfUnit(room)({ ...path, ...body, by: person })
      return json(200, await list(person))
    },
  ),
  /** A unit need not submit in this month; with a reason, on record. */
  'PUT /api/units/{unitId}/exemptions/{month}': door(
    { request: AtMonth.extend({ body: z.strictObject({ reason }) }), roles: office, answer: ListedRequests },
    async ({ path, body, person }) => {
      await exemptUnit(room)({ ...path, ...body, by: person })
      return json(200, await list(person, { month: path.month }))
    },
  ),
  /** Ends an exemption: the unit is expected to submit in this month again. */
  'DELETE /api/units/{unitId}/exemptions/{month}': door(
    { request: AtMonth, roles: office, answer: ListedRequests },
    async ({ path, person }) => {
      await endExemption(room)({ ...path, by: person })
      return json(200, await list(person, { month: path.month }))
    },
  ),
})
