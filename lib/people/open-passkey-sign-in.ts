import { browserCookieFor, knownCookieFor } from './browser'
import { openPortal } from './open-portal'
import { passkeyStore } from './passkey-store'
import { cookieFor } from './session'
import { beginPasskeySignIn, signInByPasskey } from './sign-in-by-passkey'

/** The way in by a passkey, wired once per function; each gives the cookies to set. */
export function openPasskeySignIn() {
  const portal = openPortal()
  const url = portal.env.PUBLIC_URL
  const room = { ...portal, publicUrl: url, passkeys: passkeyStore(portal.table) }
  const begin = beginPasskeySignIn(room)
  const signIn = signInByPasskey(room)
  return {
    begin: async (cookies: Record<string, string>) => {
      const { options, browser } = await begin(cookies)
      return { options, cookies: [browserCookieFor(browser, url)] }
    },
    signIn: async (knock: Parameters<typeof signIn>[0]): Promise<string[]> => {
      const { session, known } = await signIn(knock)
      return [cookieFor(session, url), knownCookieFor(known, url)]
    },
  }
}
