import * as z from 'zod'
import { mailWay } from '../../lib/people/mail-way'
import { WaysInEnv, waysInOf } from '../../lib/people/ways-in'
import { configFrom } from '../../lib/platform/config'
import { Address } from '../../lib/people/person'
import { renderSignInPage, signInUrls, type SignInView } from '../../lib/pages/sign-in-page'
import { html, http, parsed, seeOther, statusFor } from '../../lib/platform/http'
import { isRefusal } from '../../lib/platform/refusal'
import { wire } from '../wire/part'
import { acts, clock, counts, ids, mail, people, publicUrl, secrets, sessions, signIns } from '../wire/rows'

const ways = waysInOf(configFrom(WaysInEnv))
const { start, confirm } = mailWay({
  ...wire({ people, sessions, signIns, counts, secrets, clock, ids, acts, mail, publicUrl }),
  ways,
})

const Request = z.object({ body: z.object({ email: Address, code: z.string().max(40).optional() }) })

const page = (language: SignInView['language'], email: string, problem?: SignInView['problem']) =>
  renderSignInPage({ ...signInUrls(language), mail: ways.mail, step: 'code', email, problem })

/** The form of both steps: mails a code, then trades it for a session and goes home. */
export const handler = http(
  async (raw) => {
    const { email, code } = parsed(Request, raw).body
    const language = raw.query['lang'] === 'en' ? 'en' : 'zh'
    const knock = { email, cookies: raw.cookies, sourceIp: raw.sourceIp }
    try {
      if (code === undefined) return html(200, page(language, email), [], { cookies: await start(knock) })
      const cookies = await confirm({ ...knock, code, agent: raw.headers['user-agent'] })
      return seeOther('/portal', { cookies })
    } catch (error) {
      if (!isRefusal(error)) throw error
      return html(statusFor(error), page(language, email, { said: error.said }))
    }
  },
  { maxBytes: 16_384 },
)
