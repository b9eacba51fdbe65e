import * as z from 'zod'
import { PasskeyOptions, SignedIn } from '../../lib/api/people'
import { passkeyWay } from '../../lib/people/passkey-way'
import { Assertion } from '../../lib/people/passkey'
import { http, json, parsed, speaking } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { wire } from '../wire/part'
import { clock, ids, passkeys, people, publicUrl, secrets, sessions } from '../wire/rows'

const { begin, signIn } = passkeyWay(wire({ people, sessions, passkeys, secrets, clock, ids, publicUrl }))

const SignIn = z.object({ body: z.strictObject({ response: Assertion }) })

/** In by a passkey. */
export const handler = routes({
  /** What the browser asks a passkey with; good in this browser, once, for five minutes. */
  'POST /api/sign-in/passkey/begin': speaking(
    http(
      async (raw) => {
        const { options, cookies } = await begin(raw.cookies)
        return json(200, { options }, { cookies })
      },
      { answer: PasskeyOptions, maxBytes: 16_384 },
    ),
    { request: z.object({}), answer: PasskeyOptions },
  ),
  /** Trades a passkey's answer for a session cookie of 12 hours; every wrong one is answered alike. */
  'POST /api/sign-in/passkey': speaking(
    http(
      async (raw) => {
        const { response } = parsed(SignIn, raw).body
        const agent = raw.headers['user-agent']
        const cookies = await signIn({ response, agent, cookies: raw.cookies, sourceIp: raw.sourceIp })
        return json(200, { signedIn: true }, { cookies })
      },
      { answer: SignedIn, maxBytes: 65_536 },
    ),
    { request: SignIn, answer: SignedIn },
  ),
})
