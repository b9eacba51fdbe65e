import * as z from 'zod'
import { CodeMailed, SignedIn, SignedOut } from '../../lib/api/people'
import { mailWay } from '../../lib/people/mail-way'
import { WaysInEnv, waysInOf } from '../../lib/people/ways-in'
import { configFrom } from '../../lib/platform/config'
import { Address } from '../../lib/people/person'
import { noCookie, sessionCookie } from '../../lib/people/session'
import { http, json, parsed, speaking } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { one, wire } from '../wire/part'
import {
  acts,
  clock,
  counts,
  ids,
  mail,
  people,
  publicUrl,
  secrets,
  sessions,
  signedIn,
  signIns,
} from '../wire/rows'

const door = signedIn()
const { start, confirm } = mailWay({
  ...wire({ people, sessions, signIns, counts, secrets, clock, ids, acts, mail, publicUrl }),
  ways: waysInOf(configFrom(WaysInEnv)),
})

const Start = z.object({ body: z.strictObject({ email: Address }) })
const Confirm = z.object({ body: z.strictObject({ email: Address, code: z.string().max(40) }) })
const Cookies = z.object({ cookies: z.record(z.string(), z.string()) })

/** In by a mailed code, out by a word. */
export const handler = routes({
  /** Mails a sign-in code, good in this browser only; answers the same, and as late, for every address. */
  'POST /api/sign-in': speaking(
    http(
      async (raw) => {
        const { body } = parsed(Start, raw)
        const cookies = await start({ ...body, cookies: raw.cookies, sourceIp: raw.sourceIp })
        return json(202, { sent: true }, { cookies })
      },
      { answer: CodeMailed, maxBytes: 16_384 },
    ),
    { request: Start, answer: CodeMailed },
  ),
  /** Trades a mailed code for a session cookie of 12 hours. */
  'POST /api/sign-in/confirm': speaking(
    http(
      async (raw) => {
        const { body } = parsed(Confirm, raw)
        const agent = raw.headers['user-agent']
        const cookies = await confirm({ ...body, agent, cookies: raw.cookies, sourceIp: raw.sourceIp })
        return json(200, { signedIn: true }, { cookies })
      },
      { answer: SignedIn, maxBytes: 16_384 },
    ),
    { request: Confirm, answer: SignedIn },
  ),
  /** Ends the session here and everywhere this cookie was copied to. */
  'POST /api/sign-out': door({ request: Cookies, roles: [], answer: SignedOut }, async ({ cookies }) => {
    await one(sessions).close(cookies[sessionCookie])
    return json(200, { signedOut: true }, { cookies: [noCookie] })
  }),
})
