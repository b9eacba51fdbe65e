import * as z from 'zod'
import { callLimits } from '../channels/weibo/call-budget'
import type { WeiboAccounts } from '../channels/weibo/account-store'
import { weiboRefusal } from '../channels/weibo/error-codes'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Bilingual } from '../policy/finding'
import { daysLeft, tokenWarnings, warningOf } from './token-warning'

/** The company's Weibo account as editors and administrators see it. Times are ISO, UTC. */
export const ShownWeiboAccount = z.object({
  /** false: nobody has authorised, nothing can be posted through the API */
  authorised: z.boolean(),
  uid: z.string().optional(),
  expiresAt: z.string().optional(),
  /** Beijing calendar days */
  daysLeft: z.number().int().optional(),
  warning: z.enum(tokenWarnings).optional(),
  /** what to do when Weibo refused the token */
  advice: Bilingual.optional(),
  checkedAt: z.string().optional(),
  authorisedAt: z.string().optional(),
  authorisedBy: z.string().optional(),
  /** calls of this Beijing day, by our own count */
  calls: z.object({ used: z.number().int(), limit: z.number().int() }),
})
export type ShownWeiboAccount = z.infer<typeof ShownWeiboAccount>

/** Where an authorisation begins: an address at Weibo. */
export const BegunAuthorisation = z.object({ url: z.url() })

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
