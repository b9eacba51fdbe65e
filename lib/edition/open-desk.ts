import { articlePages } from '../channels/wechat/article-page'
import { createWechat } from '../channels/wechat/create-wechat'
import { tableTokenStore } from '../channels/wechat/table-token-store'
import { approvalStore } from '../approval/store'
import { companyCalendar } from '../calendar/store'
import { createOutbox } from '../outbox/outbox'
import { waits } from '../matter/waiting'
import { peopleStore } from '../people/store'
import { s3Bucket } from '../platform/bucket'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { randomIds } from '../platform/ids'
import { log } from '../platform/log'
import { taskCallbacks } from '../platform/machine'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { accountGate } from '../settings/gate'
import { settingsStore } from '../settings/store'
import { submissionStore } from '../submission/store'
import { editionStore } from './store'
import { WechatSecret } from './wechat-secret'

/** One call to WeChat (milliseconds); functions that call it several times in a row have a longer limit. */
const wechatTimeoutMs = 15_000

/** What the doors of the edition are built from, wired once per function. */
export function openDesk() {
  const env = configFrom(
    Env.pick({
      TABLE: true,
      MEDIA_BUCKET: true,
      SECRETS_PREFIX: true,
      WECHAT_BASE_URL: true,
      WECHAT_ACCOUNT: true,
      WECHAT_ACCOUNT_KIND: true,
      WECHAT_TESTERS: true,
      WECHAT_UPLOADS_AT_ONCE: true,
      EGRESS_ADDRESS: true,
    }),
  )
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  const wechatSecret = async () => WechatSecret.parse(JSON.parse(await secrets.read('wechat')))
  return {
    clock,
    calendar: companyCalendar(table),
    ids: randomIds,
    secrets,
    wechatSecret,
    kind: env.WECHAT_ACCOUNT_KIND,
    address: env.EGRESS_ADDRESS,
    testers: env.WECHAT_TESTERS.split(',')
      .map((tester) => tester.trim())
      .filter(Boolean),
    uploadsAtOnce: env.WECHAT_UPLOADS_AT_ONCE,
    people: peopleStore(table),
    submissions: submissionStore(table, clock),
    approvals: approvalStore(table),
    editions: editionStore(table, clock, env.WECHAT_ACCOUNT),
    bucket: s3Bucket(env.MEDIA_BUCKET),
    waits: waits({ table, callbacks: taskCallbacks(), clock }),
    mail: createOutbox({ table, secrets, clock }),
    baseUrl: env.WECHAT_BASE_URL,
    pages: articlePages({ timeoutMs: wechatTimeoutMs }),
    wechat: createWechat({
      baseUrl: env.WECHAT_BASE_URL,
      appId: env.WECHAT_ACCOUNT,
      appSecret: async () => (await wechatSecret()).appSecret,
      tokens: tableTokenStore(table, env.WECHAT_ACCOUNT),
      mayCall: accountGate({
        ...{ settings: settingsStore(table), clock },
        values: { WECHAT_ACCOUNT: env.WECHAT_ACCOUNT, WECHAT_BASE_URL: env.WECHAT_BASE_URL },
      }),
      timeoutMs: wechatTimeoutMs,
      log,
    }),
  }
}
