import { setTimeout as passed } from 'node:timers/promises'
import { createOutbox } from '../outbox/outbox'
import { dailyCounts } from '../platform/daily-count'
import { actsLedger } from '../security/ledger'
import { browserCookieFor, knownCookieFor } from './browser'
import { openPortal } from './open-portal'
import { cookieFor } from './session'
import { confirmSignIn, startSignIn, type Knock } from './sign-in'
import { signInStore } from './sign-in-store'

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
  return {
    ...portal,
    start: async (knock: Knock): Promise<string[]> => [browserCookieFor((await start(knock)).browser, url)],
    confirm: async (knock: Parameters<typeof confirm>[0]): Promise<string[]> => {
      const { session, known } = await confirm(knock)
      return [cookieFor(session, url), knownCookieFor(known, url)]
    },
  }
}
