import * as z from 'zod'
import { CodeSent, LookedAtWechat, OneEdition } from '../../lib/api/edition'
import { AtDate } from '../../lib/edition/at'
import { cancelEdition } from '../../lib/edition/cancel-edition'
import { checkAccount } from '../../lib/edition/check-account'
import { composeEdition } from '../../lib/edition/compose-edition'
import { confirmEdition } from '../../lib/edition/confirm-edition'
import { moveArticles } from '../../lib/edition/move-articles'
import { overrideSend } from '../../lib/edition/override-send'
import { resendCode } from '../../lib/edition/resend-code'
import { showQuota, ShownQuota } from '../../lib/edition/show-quota'
import { startSend } from '../../lib/edition/start-send'
import { json } from '../../lib/platform/http'
import { RequestKey } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { spoken } from '../../lib/policy/visible'
import { sendMachine, waits } from '../wire/machines'
import { wire } from '../wire/part'
import {
  calendar,
  clock,
  editions,
  ids,
  mail,
  once,
  people,
  secrets,
  signedIn,
  submissions,
} from '../wire/rows'
import { address, kind, wechat } from '../wire/wechat'

const door = signedIn()
const room = wire({
  ...{ clock, ids, secrets, calendar, mail, people, submissions, editions, once },
  ...{ waits, wechat, kind, address, machine: sendMachine },
})
const compose = composeEdition(room)
const move = moveArticles(room)
const start = startSend(room)
const confirm = confirmEdition(room)
const resend = resendCode(room)
const cancel = cancelEdition(room)
const override = overrideSend(room)
const quota = showQuota(room)
const check = checkAccount(room)

const reason = spoken(500)
/** Beijing time, e.g. `09:30`; null: at once when confirmed; left out: as it was */
const hour = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .nullable()
  .optional()
const AtDay = z.object({ path: AtDate })
const Compose = AtDay.extend({
  /** in the editor's order */
  body: z.strictObject({ submissionIds: z.array(z.uuid()).max(20), hour }),
})
const Move = AtDay.extend({
  body: z.strictObject({ submissionIds: z.array(z.uuid()).min(1).max(20), to: z.iso.date(), hour }),
})
/** `hash` of the edition the page shows, and the code from the mail */
const Confirm = AtDay.extend({
  body: z.strictObject({ hash: z.string().length(64), code: z.string().trim().min(1).max(100) }),
})
/** `byHand`: why it is to be sent by hand although the API might take it, e.g. to declare it original */
const Start = AtDay.extend({
  headers: RequestKey,
  body: z.strictObject({ byHand: reason.optional() }).default({}),
})
const Cancel = AtDay.extend({ body: z.strictObject({ reason }) })
const Override = AtDay.extend({
  body: z.strictObject({
    attempt: z.number().int().positive(),
    outcome: z.enum(['sent', 'not-sent']),
    reason,
  }),
})

/** Composing, testing, confirming and calling off: the editor's desk (10.3, 11.3). */
export const handler = routes({
  /** 10.3, 11.3: which approved articles go out on a Beijing date, in which order, from which hour on. */
  'PUT /api/editions/{date}': door(
    { request: Compose, roles: ['editor'], answer: OneEdition },
    async ({ path, body, person }) => json(200, { edition: await compose({ ...path, ...body, by: person }) }),
  ),
  /** Articles, or all of them, to another Beijing date; repeated, they are there already. */
  'POST /api/editions/{date}/move': door(
    { request: Move, roles: ['editor'], answer: OneEdition },
    async ({ path, body, person }) => json(200, { edition: await move({ ...path, ...body, by: person }) }),
  ),
  /** 11.3: starts draft, test send and the wait for confirmation, or the handing over; nothing goes to readers before. */
  'POST /api/editions/{date}/send': door(
    { request: Start, roles: ['editor'], answer: OneEdition },
    async ({ path, body, headers, person }) => {
      const edition = await room.once(
        { owner: person.id, key: headers['idempotency-key'], request: ['start-send', path, body] },
        () => start({ ...path, ...body, by: person }),
      )
      return json(202, { edition })
    },
  ),
  /** 10.3: a named editor releases exactly what was test-sent. */
  'POST /api/editions/{date}/confirm': door(
    { request: Confirm, roles: ['editor'], answer: OneEdition },
    async ({ path, body, person }) => json(200, { edition: await confirm({ ...path, ...body, by: person }) }),
  ),
  /** A new confirmation code to one's own registered address; the old one is void. */
  'POST /api/editions/{date}/code': door(
    { request: AtDay.extend({ headers: RequestKey }), roles: ['editor'], answer: CodeSent },
    async ({ path, headers, person }) =>
      json(
        202,
        await room.once(
          { owner: person.id, key: headers['idempotency-key'], request: ['resend-code', path] },
          () => resend({ ...path, by: person }),
        ),
      ),
  ),
  /** Calls an edition off; 409 with the state when WeChat already has it. */
  'POST /api/editions/{date}/cancel': door(
    { request: Cancel, roles: ['editor'], answer: OneEdition },
    async ({ path, body, person }) => json(200, { edition: await cancel({ ...path, ...body, by: person }) }),
  ),
  /** Invariant 3: a person who looked in WeChat's console says what became of an unknown send, on record. */
  'POST /api/editions/{date}/override': door(
    { request: Override, roles: ['editor', 'department-head'], answer: OneEdition },
    async ({ path, body, person }) =>
      json(200, { edition: await override({ ...path, ...body, by: person }) }),
  ),
  /** Looks now whether WeChat would let us send: token, address, certification, callback, quota. */
  'POST /api/admin/checks': door(
    { request: z.object({}), roles: ['admin'], answer: LookedAtWechat },
    async () => json(200, { wechat: await check() }),
  ),
  /** Test sends left of today, mass sends left of the month, and what WeChat says of its own counters. */
  'GET /api/wechat/quota': door(
    { request: z.object({}), roles: ['editor', 'department-head', 'admin'], answer: ShownQuota },
    async () => json(200, await quota()),
  ),
})
