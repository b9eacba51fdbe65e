import * as z from 'zod'
import { CodeMailed, SignedIn, SignedOut } from '../../lib/api/people'
import { createOutbox } from '../../lib/outbox/outbox'
import { openPortal } from '../../lib/people/open-portal'
import { Address } from '../../lib/people/person'
import { cookieFor, noCookie, sessionCookie } from '../../lib/people/session'
import { confirmSignIn, startSignIn } from '../../lib/people/sign-in'
import { http, json, parsed, speaking } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'

const { door, table, people, secrets, clock, ids, sessions, env } = openPortal()
const mail = createOutbox({ table, secrets, clock })
const start = startSignIn({ people, secrets, clock, ids, mail })
const confirm = confirmSignIn({ people, secrets, clock, sessions })

const Start = z.object({ body: z.strictObject({ email: Address }) })
const Confirm = z.object({
  body: z.strictObject({
    email: Address,
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/),
  }),
})
const SignOut = z.object({ cookies: z.record(z.string(), z.string()) })

/** In by a mailed code, out by a word. */
export const handler = routes({
  /** Mails a sign-in code; answers the same for every address. */
  'POST /api/sign-in': speaking(
    http(
      async (raw) => {
        const { body } = parsed(Start, raw)
        await start(body)
        return json(202, { sent: true })
      },
      { answer: CodeMailed },
    ),
    { request: Start, answer: CodeMailed },
  ),
  /** Trades a mailed code for a session cookie of 12 hours. */
  'POST /api/sign-in/confirm': speaking(
    http(
      async (raw) => {
        const { body } = parsed(Confirm, raw)
        const cookie = await confirm(body)
        return json(200, { signedIn: true }, { cookies: [cookieFor(cookie, env.PUBLIC_URL)] })
      },
      { answer: SignedIn },
    ),
    { request: Confirm, answer: SignedIn },
  ),
  /** Ends the session here and everywhere this cookie was copied to. */
  'POST /api/sign-out': door({ request: SignOut, roles: [], answer: SignedOut }, async ({ cookies }) => {
    await sessions.close(cookies[sessionCookie])
    return json(200, { signedOut: true }, { cookies: [noCookie] })
  }),
})
