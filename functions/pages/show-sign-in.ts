import { renderSignInPage, signInUrls, waysShown } from '../../lib/pages/sign-in-page'
import { Address } from '../../lib/people/person'
import { WaysInEnv, waysInOf } from '../../lib/people/ways-in'
import { browserLanguage } from '../../lib/platform/browser-language'
import { configFrom } from '../../lib/platform/config'
import { html, http } from '../../lib/platform/http'
import { setting } from '../wire/part'

const ways = waysInOf(configFrom(WaysInEnv))

/** Sign-in without a password, first step: the mail address, or another way; in the browser's language, or `?lang=`. */
export const handler = http((request) => {
  const language = browserLanguage(request)
  const otherUrl = signInUrls(language === 'en' ? 'zh' : 'en').action
  const email = Address.safeParse(request.query['email']).data
  const shown = waysShown(ways, setting('PUBLIC_URL'), language)
  return Promise.resolve(
    html(200, renderSignInPage({ ...signInUrls(language), ...shown, step: 'address', email, otherUrl })),
  )
})
