import * as z from 'zod'
import {
  MyPasskeys,
  MySessions,
  OnePasskey,
  PasskeyOptions,
  PasskeyRemoved,
  SessionsEnded,
} from '../../lib/api/people'
import { myWays } from '../../lib/people/my-ways'
import { NewCredential, shown } from '../../lib/people/passkey'
import { noCookie, sessionCookie } from '../../lib/people/session'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { wire } from '../wire/part'
import { acts, clock, ids, mail, passkeys, publicUrl, secrets, sessions, signedIn } from '../wire/rows'

const door = signedIn()
const room = wire({ sessions, passkeys, secrets, clock, ids, acts, mail, publicUrl })
const { list, begin, add, remove } = myWays(room)

const Cookies = z.object({ cookies: z.record(z.string(), z.string()) })
const AtSession = z.object({ path: z.object({ sessionId: z.string().regex(/^[0-9a-f]{64}$/) }) })
const New = z.strictObject({ name: z.string().trim().min(1).max(60), response: NewCredential })
const AtPasskey = z.object({ path: z.object({ passkeyId: z.string().regex(/^[0-9a-f]{64}$/) }) })

/** Where one is signed in, and with what. */
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
})
