import { browserCookieFor, knownCookieFor } from './browser'
import { cookieFor } from './session'
import { beginPasskeySignIn, signInByPasskey } from './sign-in-by-passkey'

/** The way in by a passkey; each step gives the cookies to set. */
export function passkeyWay(room: Parameters<typeof signInByPasskey>[0]) {
  const { publicUrl: url } = room
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
