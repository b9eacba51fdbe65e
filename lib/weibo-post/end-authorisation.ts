import type { WeiboAccounts } from '../channels/weibo/account-store'
import type { WeiboOauth } from '../channels/weibo/oauth'
import type { Acts } from '../ledger/acts'
import { holds, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import type { Authorisations } from './authorisation-store'

/** What Weibo sends the browser back with. */
export interface Returned {
  state: string
  code?: string
  /** Weibo's `error_code` when the holder refused */
  errorCode?: number
}

/**
 * `stale`: not begun in this session, too old or used · `denied`: the holder refused · `other-account`: only an
 * administrator changes the account · `unknown`: Weibo gave no clear answer; authorising again is harmless
 */
export type AuthorisationOutcome =
  | { outcome: 'authorised' | 'stale' | 'other-account' | 'unknown' }
  | { outcome: 'denied' | 'refused'; code: number }

const deniedCode = 21330

/** Trades the code for a token that posts for the company from now on; the act is written with it. */
export const endAuthorisation =
  (needs: {
    authorisations: Authorisations
    oauth: WeiboOauth
    accounts: WeiboAccounts
    acts: Pick<Acts, 'actWrite'>
    clock: Clock
  }) =>
  async ({
    returned,
    session,
    by,
  }: {
    returned: Returned
    session: string
    by: Person
  }): Promise<AuthorisationOutcome> => {
    const { authorisations, oauth, accounts, acts, clock } = needs
    if (!(await authorisations.take(returned.state, session))) return { outcome: 'stale' }
    if (returned.code === undefined) return { outcome: 'denied', code: returned.errorCode ?? deniedCode }
    const asked = await oauth.exchange(returned.code)
    if (asked.kind === 'unknown') return { outcome: 'unknown' }
    if (asked.kind === 'refused') return { outcome: 'refused', code: asked.refusal.code }
    const { uid, expiresAt } = asked.value
    const before = (await accounts.account())?.uid
    const now = clock.now()
    if (before !== undefined && before !== uid && !holds(by, 'admin', beijingDate(now)))
      return { outcome: 'other-account' }
    const act = acts.actWrite({
      by: by.id,
      name: by.name,
      type: 'WeiboAuthorised',
      about: uid,
      facts: { uid, expiresAt, ...(before && before !== uid && { before }) },
    })
    await accounts.authorise(asked.value, by.id, now, [act])
    return { outcome: 'authorised' }
  }
