import { renderSignInPage, signInUrls } from '../../lib/pages/sign-in-page'
import { html, http } from '../../lib/platform/http'

/** Sign-in without a password, first step: the mail address; `?lang=en` in English. */
export const handler = http(({ query }) => {
  const language = query['lang'] === 'en' ? 'en' : 'zh'
  const otherUrl = signInUrls(language === 'en' ? 'zh' : 'en').action
  return Promise.resolve(html(200, renderSignInPage({ ...signInUrls(language), step: 'address', otherUrl })))
})
