import { oidc } from '../channels/oidc/oidc'
import { configFrom } from '../platform/config'
import { Refusal } from '../platform/refusal'
import { browserCookieFor, knownCookieFor } from './browser'
import { openPortal } from './open-portal'
import { cookieFor } from './session'
import { beginCompanySignIn, signInByCompany } from './sign-in-by-company'
import { signInStore } from './sign-in-store'
import { companyBackPath, WaysInEnv, waysInOf } from './ways-in'

/** The way in by the company's own sign-in, wired once per function; each gives the cookies to set. */
export function openCompanySignIn() {
  const portal = openPortal()
  const url = portal.env.PUBLIC_URL
  const ways = waysInOf(configFrom(WaysInEnv))
  const { company } = ways
  const room = company && {
    ...portal,
    signIns: signInStore(portal.table),
    takesUnverified: company.takesUnverified,
    company: oidc(
      {
        ...company,
        redirectUri: `${url}${companyBackPath}`,
        secret: () => portal.secrets.read('oidc-client-secret'),
      },
      portal.clock.now,
    ),
  }
  const there = () => {
    if (room) return room
    throw new Refusal('NotFound', {
      zh: '本系统没有接入公司登录',
      en: 'the company’s own sign-in is not used here',
    })
  }
  return {
    ways,
    url,
    begin: async (cookies: Record<string, string>) => {
      const { url: to, browser } = await beginCompanySignIn(there())(cookies)
      return { to, cookies: [browserCookieFor(browser, url)] }
    },
    end: async (back: Parameters<ReturnType<typeof signInByCompany>>[0]): Promise<string[]> => {
      const { session, known } = await signInByCompany(there())(back)
      return [cookieFor(session, url), knownCookieFor(known, url)]
    },
  }
}
