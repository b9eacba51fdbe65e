import type { Clock } from '../../platform/clock'
import { Refusal } from '../../platform/refusal'
import { secretJson } from '../../platform/key-ring'
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
  /** whether two people know of what is called (lib/settings) */
  mayCall: () => Promise<boolean>
}) {
  const { table, secrets, clock, baseUrl, publicUrl, mayCall } = given
  const secret = async () => WeiboSecret.parse(secretJson(await secrets.read('weibo'), 'weibo'))
  const accounts = weiboAccounts(table, secret)
  return {
    accounts,
    weibo: createWeibo({
      baseUrl,
      accessToken: async () => ((await mayCall()) ? accounts.accessToken() : undefined),
      budget: tableCallBudget(table, clock),
      ownHost: new URL(publicUrl).hostname,
      timeoutMs,
      log,
      clock,
    }),
    oauth: createWeiboOauth({
      baseUrl,
      app: async () => {
        if (!(await mayCall()))
          throw new Refusal('ChannelRefused', {
            zh: '微博接口地址已更换，还没有两个人确认：请管理员在“变更复核”提请确认',
            en: 'the address of Weibo was changed and two people have not confirmed it; an administrator proposes it on the page of changes by two',
          })
        const { appKey, appSecret } = await secret()
        return { appKey, appSecret, redirectUri: `${publicUrl}${redirectPath}` }
      },
      timeoutMs,
      clock,
    }),
  }
}
