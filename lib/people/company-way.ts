import { oidc } from '../channels/oidc/oidc'
import { Refusal } from '../platform/refusal'
import { browserCookieFor, knownCookieFor } from './browser'
import { cookieFor } from './session'
import { beginCompanySignIn, signInByCompany } from './sign-in-by-company'
import { companyBackPath, type WaysIn } from './ways-in'

type Needs = Omit<Parameters<typeof signInByCompany>[0], 'company' | 'takesUnverified'> & {
  ways: WaysIn
  publicUrl: string
}

/** The way in by the company's own sign-in; each step gives the cookies to set. @throws Refusal `NotFound` without one */
export function companyWay({ ways: { company }, publicUrl: url, ...room }: Needs) {
  const there = () => {
    if (!company)
      throw new Refusal('NotFound', {
        zh: '本系统没有接入公司登录',
        en: 'the company’s own sign-in is not used here',
      })
    const secret = () => room.secrets.read('oidc-client-secret')
    const redirectUri = `${url}${companyBackPath}`
    return {
      ...{ ...room, takesUnverified: company.takesUnverified },
      company: oidc({ ...company, redirectUri, secret }, room.clock.now),
    }
  }
  return {
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
