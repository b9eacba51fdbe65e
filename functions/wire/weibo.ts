import { weiboAccounts, WeiboSecret } from '../../lib/channels/weibo/account-store'
import { createWeibo } from '../../lib/channels/weibo/create-weibo'
import { createWeiboOauth, knownApp } from '../../lib/channels/weibo/oauth'
import { callsToday as callsOf, tableCallBudget } from '../../lib/channels/weibo/table-call-budget'
import { secretJson } from '../../lib/platform/key-ring'
import { log } from '../../lib/platform/log'
import { accountGate } from '../../lib/settings/gate'
import { authorisationStore } from '../../lib/weibo-post/authorisation-store'
import { one, setting } from './part'
import { clock, ids, publicUrl, secrets, settings, table } from './rows'

/** One call to Weibo (milliseconds). */
const timeoutMs = 15_000
const baseUrl = () => setting('WEIBO_BASE_URL')
const secret = async () => WeiboSecret.parse(secretJson(await one(secrets).read('weibo'), 'weibo'))
/** Whether two people know of what is called. */
const mayCall = () =>
  accountGate({ settings: one(settings), clock: clock(), values: { WEIBO_BASE_URL: baseUrl() } })

/** Reads and writes the room weibo; secret weibo. */
export const accounts = () => weiboAccounts(one(table), secret)

export const weibo = () =>
  createWeibo({
    baseUrl: baseUrl(),
    accessToken: async () => ((await one(mayCall)()) ? one(accounts).accessToken() : undefined),
    budget: tableCallBudget(one(table), clock()),
    ownHost: new URL(publicUrl()).hostname,
    ...{ timeoutMs, log, clock: clock() },
  })

export const oauth = () =>
  createWeiboOauth({
    baseUrl: baseUrl(),
    app: knownApp({ secret, mayCall: one(mayCall), publicUrl: publicUrl() }),
    timeoutMs,
    clock: clock(),
  })

export const callsToday = () => () => callsOf(one(table), clock())
export const authorisations = () => authorisationStore(one(table), clock(), ids())
