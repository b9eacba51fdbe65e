import * as z from 'zod'
import { createOutbox } from '../../lib/outbox/outbox'
import { openPortal } from '../../lib/people/open-portal'
import { Address } from '../../lib/people/person'
import { cookieFor } from '../../lib/people/session'
import { confirmSignIn, startSignIn } from '../../lib/people/sign-in'
import { renderSignInPage, signInUrls, type SignInView } from '../../lib/pages/sign-in-page'
import { html, http, parsed, seeOther, statusFor } from '../../lib/platform/http'
import { isRefusal } from '../../lib/platform/refusal'

const portal = openPortal()
const start = startSignIn({ ...portal, mail: createOutbox(portal) })
const confirm = confirmSignIn(portal)

const Request = z.object({ body: z.object({ email: Address, code: z.string().trim().max(20).optional() }) })

const page = (language: SignInView['language'], email: string, problem?: SignInView['problem']) =>
  renderSignInPage({ ...signInUrls(language), step: 'code', email, problem })

/** The form of both steps: mails a code, then trades it for a session and goes home. */
export const handler = http(async (raw) => {
  const { email, code } = parsed(Request, raw).body
  const language = raw.query['lang'] === 'en' ? 'en' : 'zh'
  if (code === undefined) {
    await start({ email })
    return html(200, page(language, email))
  }
  try {
    return seeOther('/portal', {
      cookies: [cookieFor(await confirm({ email, code }), portal.env.PUBLIC_URL)],
    })
  } catch (error) {
    if (!isRefusal(error)) throw error
    return html(statusFor(error), page(language, email, { said: error.said }))
  }
})
