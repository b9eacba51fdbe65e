import { relyingPartyOf } from '../../lib/people/passkey'
import { Address } from '../../lib/people/person'
import { renderSignInPage, signInUrls } from '../../lib/pages/sign-in-page'
import { browserLanguage } from '../../lib/platform/browser-language'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { html, http } from '../../lib/platform/http'

const { PUBLIC_URL } = configFrom(Env.pick({ PUBLIC_URL: true }))
const hasPasskeys = relyingPartyOf(PUBLIC_URL) !== undefined

/** Sign-in without a password, first step: the mail address; in the browser's language, or `?lang=`. */
export const handler = http((request) => {
  const language = browserLanguage(request)
  const otherUrl = signInUrls(language === 'en' ? 'zh' : 'en').action
  const email = Address.safeParse(request.query['email']).data
  return Promise.resolve(
    html(
      200,
      renderSignInPage({
        ...{ ...signInUrls(language), step: 'address', email, otherUrl },
        ...(hasPasskeys && { passkeyUrl: `/portal/sign-in?lang=${language}` }),
      }),
    ),
  )
})
