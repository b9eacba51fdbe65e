import type { Clock } from '../../platform/clock'
import { log } from '../../platform/log'
import type { Secrets } from '../../platform/secrets'
import type { Table } from '../../platform/table'
import { weiboAccounts, WeiboSecret } from './account-store'
import { createWeibo } from './create-weibo'
import { createWeiboOauth } from './oauth'
import { tableCallBudget } from './table-call-budget'

/** One call to Weibo (milliseconds). */
const timeoutMs = 15_000

/** Where Weibo sends the browser back to after an authorisation; registered with Weibo as it stands. */
export const redirectPath = '/weibo/authorised'

/** Everything of Weibo that a door needs, wired once per function. Reads and writes the room weibo; secret weibo. */
export function openWeibo(given: {
  table: Table
  secrets: Secrets
  clock: Clock
  /** settings WEIBO_BASE_URL and PUBLIC_URL */
  baseUrl: string
  publicUrl: string
}) {
  const { table, secrets, clock, baseUrl, publicUrl } = given
  const secret = async () => WeiboSecret.parse(JSON.parse(await secrets.read('weibo')))
  const accounts = weiboAccounts(table, secret)
  return {
    accounts,
    weibo: createWeibo({
      baseUrl,
      accessToken: accounts.accessToken,
      budget: tableCallBudget(table, clock),
      ownHost: new URL(publicUrl).hostname,
      timeoutMs,
      log,
      clock,
    }),
    oauth: createWeiboOauth({
      baseUrl,
      app: async () => {
        const { appKey, appSecret } = await secret()
        return { appKey, appSecret, redirectUri: `${publicUrl}${redirectPath}` }
      },
      timeoutMs,
      clock,
    }),
  }
}
