import * as z from 'zod'
import { MySessions, SessionsEnded } from '../../lib/api/people'
import { openPortal } from '../../lib/people/open-portal'
import { noCookie, sessionCookie } from '../../lib/people/session'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'

const { door, sessions } = openPortal()

const Cookies = z.object({ cookies: z.record(z.string(), z.string()) })
const AtSession = z.object({ path: z.object({ sessionId: z.string().regex(/^[0-9a-f]{64}$/) }) })

/** Where one is signed in. Ending all of them is kept with the person, which the doors of before the sign-in cannot write. */
export const handler = routes({
  /** Where one is signed in, the newest first. */
  'GET /api/me/sessions': door(
    { request: Cookies, roles: [], answer: MySessions },
    async ({ cookies, person }) =>
      json(200, { sessions: await sessions.list(person, cookies[sessionCookie]) }),
  ),
  /** Ends one of one's sessions. */
  'DELETE /api/me/sessions/{sessionId}': door(
    { request: AtSession, roles: [], answer: SessionsEnded },
    async ({ path, person }) => {
      await sessions.end(person, path.sessionId)
      return json(200, { ended: true })
    },
  ),
  /** Ends all of them but the one that asks. */
  'DELETE /api/me/sessions/others': door(
    { request: Cookies, roles: [], answer: SessionsEnded },
    async ({ cookies, person }) => {
      await sessions.endOthers(person, cookies[sessionCookie])
      return json(200, { ended: true })
    },
  ),
  /** Ends all of them, this one too. */
  'DELETE /api/me/sessions': door(
    { request: z.object({}), roles: [], answer: SessionsEnded },
    async ({ person }) => {
      await sessions.endAll(person)
      return json(200, { ended: true }, { cookies: [noCookie] })
    },
  ),
})
