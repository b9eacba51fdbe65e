import * as z from 'zod'
import {
  MyPasskeys,
  MySessions,
  OnePasskey,
  PasskeyOptions,
  PasskeyRemoved,
  SessionsEnded,
} from '../../lib/api/people'
import { MyMessenger, OneWay, ShownMessengers, WayRemoved, WayTried } from '../../lib/api/messenger'
import { keepWays } from '../../lib/messenger/keep-ways'
import { holds } from '../../lib/people/person'
import { myWays } from '../../lib/people/my-ways'
import { NewCredential, shown } from '../../lib/people/passkey'
import { noCookie, sessionCookie } from '../../lib/people/session'
import { json } from '../../lib/platform/http'
import { spoken } from '../../lib/policy/visible'
import { routes } from '../../lib/platform/routes'
import { wire } from '../wire/part'
import {
  acts,
  clock,
  ids,
  mail,
  messengers,
  passkeys,
  publicUrl,
  secrets,
  sessions,
  signedIn,
  table,
} from '../wire/rows'
import { beijingDate } from '../../lib/policy/working-days'

const door = signedIn()
const room = wire({ sessions, passkeys, secrets, clock, ids, acts, mail, publicUrl, messengers, table })
const { list, begin, add, remove } = myWays(room)

const Cookies = z.object({ cookies: z.record(z.string(), z.string()) })
const AtSession = z.object({ path: z.object({ sessionId: z.string().regex(/^[0-9a-f]{64}$/) }) })
const New = z.strictObject({ name: z.string().trim().min(1).max(60), response: NewCredential })
const AtPasskey = z.object({ path: z.object({ passkeyId: z.string().regex(/^[0-9a-f]{64}$/) }) })

const ways = keepWays(room)
const AtWay = z.object({ path: z.object({ wayId: z.uuid() }) })
const short = z.string().trim().min(1).max(200)
const Add = z.union([
  z.strictObject({ name: spoken(40), webhook: z.url().max(500), signing: short.optional() }),
  z.strictObject({
    name: spoken(40),
    app: z.strictObject({ corpId: short, agentId: z.number().int().positive(), secret: short }),
  }),
])
const Choose = z.strictObject({
  userId: z
    .string()
    .trim()
    .max(64)
    .regex(/^[\w.@-]*$/),
})

/** Where one is signed in, with what, and how one is told of things besides by mail. */
export const handler = routes({
  /** Where one is signed in, the newest first. */
  'GET /api/me/sessions': door(
    { request: Cookies, roles: [], answer: MySessions },
    async ({ cookies, person }) =>
      json(200, { sessions: await room.sessions.list(person, cookies[sessionCookie]) }),
  ),
  /** Ends one of one's sessions. */
  'DELETE /api/me/sessions/{sessionId}': door(
    { request: AtSession, roles: [], answer: SessionsEnded },
    async ({ path, person }) => {
      await room.sessions.end(person, path.sessionId)
      return json(200, { ended: true })
    },
  ),
  /** Ends all of them but the one that asks. */
  'DELETE /api/me/sessions/others': door(
    { request: Cookies, roles: [], answer: SessionsEnded },
    async ({ cookies, person }) => {
      await room.sessions.endOthers(person, cookies[sessionCookie])
      return json(200, { ended: true })
    },
  ),
  /** Ends all of them, this one too. */
  'DELETE /api/me/sessions': door(
    { request: z.object({}), roles: [], answer: SessionsEnded },
    async ({ person }) => {
      await room.sessions.endAll(person)
      return json(200, { ended: true }, { cookies: [noCookie] })
    },
  ),
  /** One's passkeys, the oldest first. */
  'GET /api/me/passkeys': door({ request: z.object({}), roles: [], answer: MyPasskeys }, async ({ person }) =>
    json(200, await list(person)),
  ),
  /** What the browser makes a new passkey with. */
  'POST /api/me/passkeys/begin': door(
    { request: Cookies, roles: [], answer: PasskeyOptions },
    async ({ cookies: sent, person }) => {
      const { options, cookies } = await begin({ person, cookies: sent })
      return json(200, { options }, { cookies })
    },
  ),
  /** Adds the passkey the browser made; the person is told by letter. */
  'POST /api/me/passkeys': door(
    { request: Cookies.extend({ body: New }), roles: [], answer: OnePasskey, maxBytes: 65_536 },
    async ({ cookies, body, person }) =>
      json(201, { passkey: shown(await add({ ...body, person, cookies })) }),
  ),
  /** Removes one of one's passkeys; the person is told by letter. */
  'DELETE /api/me/passkeys/{passkeyId}': door(
    { request: AtPasskey, roles: [], answer: PasskeyRemoved },
    async ({ path, person }) => {
      await remove({ person, id: path.passkeyId })
      return json(200, { removed: path.passkeyId })
    },
  ),
  /** One's own account in 企业微信; of an administrator also the company's robots and application, without what opens them. */
  'GET /api/messengers': door(
    { request: z.object({}), roles: [], answer: ShownMessengers },
    async ({ person }) => {
      const all = await room.messengers.ways()
      const mine = await room.messengers.choiceOf(person.id)
      return json(200, {
        hasApp: all.some(({ kind }) => kind === 'wecom-app'),
        ...(mine !== undefined && { mine }),
        ...(holds(person, 'admin', beijingDate(room.clock.now())) && { ways: all }),
      })
    },
  ),
  /** Adds a group robot by its webhook, or the company's application of 企业微信; what opens it is never shown again. */
  'POST /api/messengers': door(
    { request: z.object({ body: Add }), roles: ['admin'], answer: OneWay },
    async ({ body, person }) => json(201, { way: await ways.add(body, person) }),
  ),
  /** Nothing is told by it any more. */
  'DELETE /api/messengers/{wayId}': door(
    { request: AtWay, roles: ['admin'], answer: WayRemoved },
    async ({ path, person }) => {
      await ways.remove(path.wayId, person)
      return json(200, { removed: true })
    },
  ),
  /** A test message to the group, or to whoever asks; the list says how it went. */
  'POST /api/messengers/{wayId}/trial': door(
    { request: AtWay, roles: ['admin'], answer: WayTried },
    async ({ path, person }) => {
      await ways.tryOut(path.wayId, person)
      return json(202, { tried: true })
    },
  ),
  /** One's own account in 企业微信, which gets a test message; empty: by mail alone. */
  'PUT /api/me/messenger': door(
    { request: z.object({ body: Choose }), roles: [], answer: MyMessenger },
    async ({ body, person }) => {
      await ways.choose(body.userId, person)
      return json(200, { mine: body.userId })
    },
  ),
})
