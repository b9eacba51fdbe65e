import { articlePages } from '../channels/wechat/article-page'
import { createWechat } from '../channels/wechat/create-wechat'
import { tableTokenStore } from '../channels/wechat/table-token-store'
import { WechatSecret } from '../channels/wechat/wechat-secret'
import type { Clock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { secretJson } from '../platform/key-ring'
import { log } from '../platform/log'
import type { Secrets } from '../platform/secrets'
import type { Table } from '../platform/table'
import { accountGate } from './gate'
import { settingsStore } from './store'

/** One call to WeChat (milliseconds); functions that call it several times in a row have a longer limit. */
const timeoutMs = 15_000

/** WeChat at the account two people know of, wired once per function. Reads and writes the room wechat; secret wechat. */
export function openWechat({ table, secrets, clock }: { table: Table; secrets: Secrets; clock: Clock }) {
  const env = configFrom(Env.pick({ WECHAT_ACCOUNT: true, WECHAT_BASE_URL: true }))
  const wechatSecret = async () => WechatSecret.parse(secretJson(await secrets.read('wechat'), 'wechat'))
  return {
    account: env.WECHAT_ACCOUNT,
    baseUrl: env.WECHAT_BASE_URL,
    wechatSecret,
    pages: articlePages({ timeoutMs }),
    wechat: createWechat({
      baseUrl: env.WECHAT_BASE_URL,
      appId: env.WECHAT_ACCOUNT,
      appSecret: async () => (await wechatSecret()).appSecret,
      tokens: tableTokenStore(table, env.WECHAT_ACCOUNT),
      mayCall: accountGate({ settings: settingsStore(table), clock, values: env }),
      timeoutMs,
      log,
    }),
  }
}
