import { setTimeout as passed } from 'node:timers/promises'
import { createOutbox } from '../outbox/outbox'
import { configFrom } from '../platform/config'
import { dailyCounts } from '../platform/daily-count'
import { Refusal } from '../platform/refusal'
import { actsLedger } from '../security/ledger'
import { browserCookieFor, knownCookieFor } from './browser'
import { openPortal } from './open-portal'
import { cookieFor } from './session'
import { confirmSignIn, startSignIn, type Knock } from './sign-in'
import { signInStore } from './sign-in-store'
import { WaysInEnv, waysInOf } from './ways-in'

/** Both ways in, the page's and the API's, wired once per function; each gives the cookies to set. */
export function openSignIn() {
  const portal = openPortal()
  const room = {
    ...portal,
    signIns: signInStore(portal.table),
    counts: dailyCounts(portal.table),
    acts: actsLedger(portal.table, portal.clock),
    mail: createOutbox(portal),
    // Nobody waits for the rest of it once the answer is known.
    pause: (ms: number) => passed(ms, undefined, { ref: false }),
  }
  const start = startSignIn(room)
  const confirm = confirmSignIn(room)
  const url = portal.env.PUBLIC_URL
  const ways = waysInOf(configFrom(WaysInEnv))
  const requireMail = () => {
    if (ways.mail) return
    throw new Refusal('NotAllowed', {
      zh: '本系统不用邮箱验证码登录，请用公司账号登录',
      en: 'no codes are mailed here; sign in with your company account',
    })
  }
  return {
    ...portal,
    ways,
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
