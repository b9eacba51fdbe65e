import { renderSignInPage } from '../../lib/pages/sign-in-page'
import { html, http } from '../../lib/platform/http'

/** Sign-in without a password, first step: the mail address. */
export const handler = http(() =>
  Promise.resolve(
    html(
      200,
      renderSignInPage({ language: 'zh', action: '/sign-in', step: 'address', againUrl: '/sign-in' }),
    ),
  ),
)
