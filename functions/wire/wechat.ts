import { articlePages } from '../../lib/channels/wechat/article-page'
import { createWechat } from '../../lib/channels/wechat/create-wechat'
import { tableTokenStore } from '../../lib/channels/wechat/table-token-store'
import { WechatSecret } from '../../lib/channels/wechat/wechat-secret'
import { secretJson } from '../../lib/platform/key-ring'
import { log } from '../../lib/platform/log'
import { accountGate } from '../../lib/settings/gate'
import { one, setting } from './part'
import { account, clock, secrets, settings, table } from './rows'

/** One call to WeChat (milliseconds); functions that call it several times in a row have a longer limit. */
const timeoutMs = 15_000

/** Where WeChat is. */
export const baseUrl = () => setting('WECHAT_BASE_URL')
export const kind = () => setting('WECHAT_ACCOUNT_KIND')
/** the one address from which platforms are called, where there is one */
export const address = () => setting('EGRESS_ADDRESS')
export const testers = () =>
  setting('WECHAT_TESTERS')
    .split(',')
    .map((tester) => tester.trim())
    .filter(Boolean)
export const uploadsAtOnce = () => setting('WECHAT_UPLOADS_AT_ONCE')

export const wechatSecret = () => async () =>
  WechatSecret.parse(secretJson(await one(secrets).read('wechat'), 'wechat'))
/** Public pages of published articles. */
export const pages = () => articlePages({ timeoutMs })

/** WeChat at the account two people know of. Reads and writes the room wechat; secret wechat. */
export const wechat = () =>
  createWechat({
    baseUrl: baseUrl(),
    appId: account(),
    appSecret: async () => (await wechatSecret()()).appSecret,
    tokens: tableTokenStore(one(table), account()),
    mayCall: accountGate({
      settings: one(settings),
      clock: clock(),
      values: { WECHAT_ACCOUNT: account(), WECHAT_BASE_URL: baseUrl() },
    }),
    timeoutMs,
    log,
  })
