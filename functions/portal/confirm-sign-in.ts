import * as z from 'zod'
import { openPortal } from '../../lib/people/open-portal'
import { confirmSignIn } from '../../lib/people/sign-in'
import { cookieFor } from '../../lib/people/session'
import { http, json, parsed, speaking } from '../../lib/platform/http'

const { people, secrets, clock, sessions, env } = openPortal()
const confirm = confirmSignIn({ people, secrets, clock, sessions })

const Request = z.object({
  body: z.strictObject({
    email: z.email(),
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/),
  }),
})

/** Trades a mailed code for a session cookie of 12 hours. */
export const handler = speaking(
  http(async (raw) => {
    const { body } = parsed(Request, raw)
    const cookie = await confirm(body)
    return json(
      200,
      { signedIn: true },
      {
        cookies: [cookieFor(cookie, env.PUBLIC_URL)],
      },
    )
  }),
  { request: Request },
)
