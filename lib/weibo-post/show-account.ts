import { callLimits } from '../channels/weibo/call-budget'
import type { WeiboAccounts } from '../channels/weibo/account-store'
import { weiboRefusal } from '../channels/weibo/error-codes'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Bilingual } from '../platform/refusal'
import { daysLeft, warningOf, type TokenWarning } from './token-warning'

/** The company's Weibo account as editors and administrators see it. Times are ISO, UTC. */
export interface ShownWeiboAccount {
  /** false: nobody has authorised, nothing can be posted through the API */
  authorised: boolean
  uid?: string
  expiresAt?: string
  daysLeft?: number
  warning?: TokenWarning
  /** what to do when Weibo refused the token */
  advice?: Bilingual
  checkedAt?: string
  authorisedAt?: string
  authorisedBy?: string
  /** calls of this Beijing day, by our own count */
  calls: { used: number; limit: number }
}

export const showAccount =
  (needs: {
    accounts: WeiboAccounts
    people: Pick<People, 'withId'>
    clock: Clock
    callsToday: () => Promise<number>
  }) =>
  async (): Promise<ShownWeiboAccount> => {
    const { accounts, people, clock, callsToday } = needs
    const [account, token, used] = await Promise.all([
      accounts.account(),
      accounts.accessToken(),
      callsToday(),
    ])
    const calls = { used, limit: callLimits.callsADay }
    if (!account) return { authorised: token !== undefined, calls }
    const { uid, expiresAt, refusedWith, checkedAt, authorisedAt, authorisedBy } = account
    return {
      authorised: token !== undefined,
      ...{ uid, expiresAt, checkedAt, authorisedAt, calls },
      ...(expiresAt && { daysLeft: daysLeft(expiresAt, clock.now()) }),
      warning: warningOf(account, clock.now()),
      ...(refusedWith && { advice: weiboRefusal(refusedWith, '').advice }),
      authorisedBy: authorisedBy && (await people.withId(authorisedBy))?.name,
    }
  }
