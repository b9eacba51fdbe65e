import type { WeiboAccounts } from '../channels/weibo/account-store'
import type { WeiboOauth } from '../channels/weibo/oauth'
import { holds, named, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import type { Acts } from '../security/ledger'
import type { WeiboAccountChange } from './change-account'
import type { Authorisations } from './authorisation-store'

/** What Weibo sends the browser back with. */
export interface Returned {
  state: string
  code?: string
  /** Weibo's `error_code` when the holder refused */
  errorCode?: number
}

/**
 * `proposed`: another account, which posts once a second person has confirmed it · `stale`: not begun in this session, too old or used · `denied`: the holder refused · `other-account`: only an
 * administrator changes the account · `unknown`: Weibo gave no clear answer; authorising again is harmless
 */
export type AuthorisationOutcome =
  | { outcome: 'authorised' | 'proposed' | 'stale' | 'other-account' | 'unknown' }
  | { outcome: 'denied' | 'refused'; code: number }

const deniedCode = 21330

/**
 * Trades the code for a token that posts for the company from now on, with its act. Another account than the one in force, or the
 * first, takes two people: until then its token lies sealed and nothing posts with it.
 */
export const endAuthorisation =
  (needs: {
    authorisations: Authorisations
    oauth: WeiboOauth
    accounts: WeiboAccounts
    acts: Pick<Acts, 'record'>
    /** proposes the change, or makes it where nobody could confirm it */
    propose: (change: WeiboAccountChange, by: Person) => Promise<'proposed' | 'authorised'>
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
    if (before !== uid) {
      const offer = await accounts.offer(asked.value, by.id, now)
      return { outcome: await needs.propose({ kind: 'weibo-account', uid, expiresAt, offer }, by) }
    }
    await acts.record(
      {
        ...{ type: 'WeiboAuthorised', by: named(by), about: { id: uid, name: uid }, facts: { expiresAt } },
      },
      (rows) => accounts.authorise(asked.value, by.id, now, rows),
    )
    return { outcome: 'authorised' }
  }
