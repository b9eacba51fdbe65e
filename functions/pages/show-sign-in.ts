import { Address } from '../../lib/people/person'
import { renderSignInPage, signInUrls } from '../../lib/pages/sign-in-page'
import { browserLanguage } from '../../lib/platform/browser-language'
import { html, http } from '../../lib/platform/http'

/** Sign-in without a password, first step: the mail address; in the browser's language, or `?lang=`. */
export const handler = http((request) => {
  const language = browserLanguage(request)
  const otherUrl = signInUrls(language === 'en' ? 'zh' : 'en').action
  const email = Address.safeParse(request.query['email']).data
  return Promise.resolve(
    html(200, renderSignInPage({ ...signInUrls(language), step: 'address', email, otherUrl })),
  )
})
