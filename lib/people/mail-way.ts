import { setTimeout as passed } from 'node:timers/promises'
import { Refusal } from '../platform/refusal'
import { browserCookieFor, knownCookieFor } from './browser'
import { cookieFor } from './session'
import { confirmSignIn, startSignIn, type Knock } from './sign-in'
import type { WaysIn } from './ways-in'

type Needs = Omit<Parameters<typeof startSignIn>[0] & Parameters<typeof confirmSignIn>[0], 'pause'> & {
  ways: WaysIn
  publicUrl: string
}

/** The way in by a mailed code, the page's and the API's; each step gives the cookies to set. */
export function mailWay({ ways, publicUrl: url, ...given }: Needs) {
  // Nobody waits for the rest of it once the answer is known.
  const room = { ...given, pause: (ms: number) => passed(ms, undefined, { ref: false }) }
  const start = startSignIn(room)
  const confirm = confirmSignIn(room)
  const requireMail = () => {
    if (ways.mail) return
    throw new Refusal('NotAllowed', {
      zh: '本系统不用邮箱验证码登录，请用公司账号登录',
      en: 'no codes are mailed here; sign in with your company account',
    })
  }
  return {
    start: async (knock: Knock): Promise<string[]> => {
      requireMail()
      return [browserCookieFor((await start(knock)).browser, url)]
    },
    confirm: async (knock: Parameters<typeof confirm>[0]): Promise<string[]> => {
      requireMail()
      const { session, known } = await confirm(knock)
      return [cookieFor(session, url), knownCookieFor(known, url)]
    },
  }
}
