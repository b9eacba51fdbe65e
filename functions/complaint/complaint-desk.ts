import * as z from 'zod'
import { answerComplaint } from '../../lib/complaint/answer'
import { Message } from '../../lib/complaint/complaint'
import { assignComplaint, enterComplaint, followUpComplaint, markComplaint } from '../../lib/complaint/handle'
import { labelComplaint } from '../../lib/complaint/label'
import { noteComplaint } from '../../lib/complaint/note'
import { PreparedAnswers, preparedAnswers, savePreparedAnswers } from '../../lib/complaint/prepared'
import { readChat, setAside } from '../../lib/complaint/read-chat'
import { reopenComplaint } from '../../lib/complaint/reopen'
import {
  ComplaintQuestion,
  listChats,
  listComplaints,
  ListedChats,
  ListedComplaints,
  ShownComplaint,
  showComplaint,
} from '../../lib/complaint/show'
import { urgeComplaint } from '../../lib/complaint/urge'
import type { Role } from '../../lib/people/person'
import { json } from '../../lib/platform/http'
import { Paging } from '../../lib/platform/paging'
import { RequestKey } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { complaintKinds, outcomes, sources } from '../../lib/policy/complaint-kinds'
import { complaintMachine, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { asking, cipher, complaints, signedIn } from '../wire/rows'
import { wechat } from '../wire/wechat'

const door = signedIn()
const room = wire({ ...asking, complaints, cipher, wechat, waits, machine: complaintMachine })
const list = listComplaints(room)
const chats = listChats(room)
const show = showComplaint(room)
const prepared = preparedAnswers(room)

const seers: Role[] = ['editor', 'department-head', 'inspector', 'officer', 'unit-head']
const handlers: Role[] = ['editor', 'officer', 'unit-head']
const AtComplaint = z.object({ path: z.object({ complaintId: z.uuid() }) })
const AtChat = z.object({ path: z.object({ chatId: z.string().regex(/^[0-9a-f]{32}$/) }) })
const words = z.string().trim().min(1).max(2_000)

/** Article 4: the copy editor takes complaints and assigns them; the unit answers and calls back. */
export const handler = routes({
  /** Registered last first; a unit's people see those assigned to their unit. */
  'GET /api/complaints': door(
    { request: z.object({ query: ComplaintQuestion }), roles: seers, answer: ListedComplaints },
    async ({ person, query }) => json(200, await list(person, query)),
  ),
  /** From phone, Weibo or elsewhere, entered by hand. */
  'POST /api/complaints': door(
    {
      request: z.object({
        headers: RequestKey,
        body: z.strictObject({
          source: z.enum(sources).exclude(['wechat']),
          name: z.string().trim().max(60).optional(),
          phone: z.string().trim().max(40).optional(),
          words,
        }),
      }),
      roles: ['editor'],
      answer: ShownComplaint,
    },
    async ({ headers, body, person }) => {
      const given = { ...body, by: person, requestKey: headers['idempotency-key'] }
      const { id } = await enterComplaint(room)(given)
      return json(201, await show(id, person))
    },
  ),
  /** With what the customer said; opening it is on record. */
  'GET /api/complaints/{complaintId}': door(
    { request: AtComplaint, roles: seers, answer: ShownComplaint },
    async ({ path, person }) => json(200, await show(path.complaintId, person)),
  ),
  /** To a unit, until a Beijing date; five working days where none is given. */
  'POST /api/complaints/{complaintId}/assign': door(
    {
      request: AtComplaint.extend({
        body: z.strictObject({
          unitId: z.string().max(100),
          dueOn: z.iso.date().optional(),
          /** the customer can be answered without WeChat, whose window then does not bind the date */
          otherwise: z.boolean().default(false),
          needsApproval: z.boolean().default(false),
        }),
      }),
      roles: ['editor'],
      answer: ShownComplaint,
    },
    async ({ path, body, person }) => {
      await assignComplaint(room)({ ...path, ...body, by: person })
      return json(200, await show(path.complaintId, person))
    },
  ),
  /** Over WeChat while its window is open, or recorded as told by phone or mail. */
  'POST /api/complaints/{complaintId}/answer': door(
    {
      request: AtComplaint.extend({
        body: z.strictObject({ text: words, how: z.enum(['wechat', 'phone', 'mail']) }),
      }),
      roles: handlers,
      answer: ShownComplaint,
    },
    async ({ path, body, person }) => {
      await answerComplaint(room)({ ...path, ...body, by: person })
      return json(200, await show(path.complaintId, person))
    },
  ),
  /** 回访: how the customer took it. */
  'POST /api/complaints/{complaintId}/follow-up': door(
    {
      request: AtComplaint.extend({
        body: z.strictObject({
          /** the day of the call back it tells of */
          dueOn: z.iso.date(),
          outcome: z.enum(outcomes),
          /** of one who is not satisfied: why */
          note: z.string().trim().max(1_000).default(''),
          /** and until when there is to be another answer */
          answerOn: z.iso.date().optional(),
        }),
      }),
      roles: handlers,
      answer: ShownComplaint,
    },
    async ({ path, body, person }) => {
      await followUpComplaint(room)({ ...path, ...body, by: person })
      return json(200, await show(path.complaintId, person))
    },
  ),
  /** What it is about, and the company's own words for it. */
  'POST /api/complaints/{complaintId}/label': door(
    {
      request: AtComplaint.extend({
        body: z.strictObject({
          kind: z.enum(complaintKinds).optional(),
          tags: z.array(z.string().trim().min(1).max(12)).max(5).default([]),
        }),
      }),
      roles: handlers,
      answer: ShownComplaint,
    },
    async ({ path, body, person }) => {
      await labelComplaint(room)({ ...path, ...body, by: person })
      return json(200, await show(path.complaintId, person))
    },
  ),
  /** For colleagues only. */
  'POST /api/complaints/{complaintId}/notes': door(
    {
      request: AtComplaint.extend({ body: z.strictObject({ text: z.string().trim().min(1).max(1_000) }) }),
      roles: handlers,
      answer: ShownComplaint,
    },
    async ({ path, body, person }) => {
      await noteComplaint(room)({ ...path, ...body, by: person })
      return json(200, await show(path.complaintId, person))
    },
  ),
  /** Answered or closed, and to be answered again. */
  'POST /api/complaints/{complaintId}/reopen': door(
    {
      request: AtComplaint.extend({
        body: z.strictObject({
          reason: z.string().trim().min(1).max(1_000),
          dueOn: z.iso.date().optional(),
          otherwise: z.boolean().default(false),
        }),
      }),
      roles: ['editor'],
      answer: ShownComplaint,
    },
    async ({ path, body, person }) => {
      await reopenComplaint(room)({ ...path, ...body, by: person })
      return json(200, await show(path.complaintId, person))
    },
  ),
  /** 催办, once a day. */
  'POST /api/complaints/{complaintId}/urge': door(
    { request: AtComplaint, roles: ['editor', 'department-head'], answer: ShownComplaint },
    async ({ path, person }) => {
      await urgeComplaint(room)({ ...path, by: person })
      return json(200, await show(path.complaintId, person))
    },
  ),
  /** What the company often answers with. */
  'GET /api/prepared-answers': door(
    { request: z.object({}), roles: handlers, answer: PreparedAnswers },
    async () => json(200, await prepared()),
  ),
  /** The whole list anew; an older one is refused. */
  'PUT /api/prepared-answers': door(
    {
      request: z.object({ body: PreparedAnswers.pick({ answers: true, revision: true }).strict() }),
      roles: ['editor'],
      answer: PreparedAnswers,
    },
    async ({ body, person }) => json(200, await savePreparedAnswers(room)({ ...body, by: person })),
  ),
  /** Conversations that are no complaint. */
  'GET /api/chats': door(
    { request: z.object({ query: Paging }), roles: ['editor'], answer: ListedChats },
    async ({ person, query }) => json(200, await chats(person, query)),
  ),
  /** A conversation that is no complaint yet; reading it is on record. */
  'GET /api/chats/{chatId}': door(
    { request: AtChat, roles: ['editor'], answer: z.object({ messages: z.array(Message) }) },
    async ({ path, person }) => json(200, { messages: await readChat(room)({ ...path, by: person }) }),
  ),
  /** Read, and no complaint. */
  'POST /api/chats/{chatId}/aside': door(
    { request: AtChat, roles: ['editor'], answer: z.object({ readUntil: z.string().optional() }) },
    async ({ path }) => json(200, { readUntil: (await setAside(room)(path)).lastMessageAt }),
  ),
  /** The editor's hand: this conversation is a complaint. */
  'POST /api/chats/{chatId}/complaint': door(
    { request: AtChat, roles: ['editor'], answer: ShownComplaint },
    async ({ path, person }) => {
      const { id } = await markComplaint(room)({ ...path, by: person })
      return json(201, await show(id, person))
    },
  ),
})
