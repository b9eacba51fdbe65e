import type { Outcome, WechatRefusal } from '../channels/wechat/outcome'
import type { Wechat } from '../channels/wechat/wechat'
import type { Bilingual } from '../platform/refusal'
import type { Check } from './check'

const titles = {
  token: { zh: '接口凭证（AppID 与 AppSecret）', en: 'Access token (AppID and AppSecret)' },
  address: { zh: 'IP 白名单', en: 'IP allow list' },
  certification: { zh: '微信认证与群发权限', en: 'Certification and the right to mass-send' },
  callback: { zh: '服务器地址（回调）', en: 'Server address (callback)' },
  quota: { zh: '今日接口次数', en: "Today's quota" },
}
type Name = keyof typeof titles

const where: Record<Name, Bilingual> = {
  token: {
    zh: '微信开发者平台 → 我的业务 → 公众号/服务号 → 基础信息 → AppSecret',
    en: 'WeChat developer platform → my accounts → basic information → AppSecret',
  },
  address: {
    zh: '微信开发者平台 → 我的业务 → 公众号/服务号 → 基础信息 → API IP 白名单；保存后约 5 至 10 分钟生效',
    en: 'WeChat developer platform → my accounts → basic information → API IP allow list; takes 5 to 10 minutes',
  },
  certification: {
    zh: '公众平台 → 设置与开发 → 账号设置 → 微信认证（每年需年审）',
    en: 'WeChat console → settings → account settings → certification (renewed every year)',
  },
  callback: {
    zh: '微信开发者平台 → 我的业务 → 公众号/服务号 → 消息与事件推送 → 服务器地址',
    en: 'WeChat developer platform → my accounts → message push → server address',
  },
  quota: {
    zh: '微信开发者平台 → 我的业务 → 公众号/服务号 → 接口权限',
    en: 'WeChat developer platform → my accounts → API permissions',
  },
}

const passed = (name: Name, said: Bilingual, facts: Record<string, unknown> = {}): Check => ({
  name,
  state: 'passed',
  title: titles[name],
  said,
  facts,
})
const notPassed = (name: Name, state: 'failed' | 'unknown', said: Bilingual, facts = {}): Check => ({
  ...{ name, state, said, facts },
  title: titles[name],
  where: where[name],
})
const unanswered: Bilingual = { zh: '微信没有回答，稍后再查', en: 'WeChat gave no answer; check again later' }
const untried: Bilingual = {
  zh: '前面的问题解决后才能检查',
  en: 'cannot be checked before the failure above is mended',
}
const refusedAs = (name: Name, { errcode, rid, ip, advice }: WechatRefusal): Check =>
  notPassed(name, 'failed', advice, { errcode, ...(rid && { rid }), ...(ip && { ip }) })

/** Not in the list of addresses; 61004 is the other name one of WeChat's pages gives it (sheet, 2.3). */
const isAddress = ({ errcode }: WechatRefusal) => errcode === 40164 || errcode === 61004
/** A message id that cannot be: whoever may mass-send is told so, and nothing happens (sheet, 6.5). */
const noMessage = '1'
const noSuchMessage = 40059

/** What WeChat saw stands in its answer; what it should have seen is said beside it, once it is known. */
function refusedAddress(refusal: WechatRefusal, address: string | undefined): Check {
  const check = refusedAs('address', refusal)
  if (!address) return check
  const said = {
    zh: `${check.said.zh}。本系统从 ${address} 调用微信：白名单里应有这个地址`,
    en: `${check.said.en}. This system calls from ${address}: this address has to be on the list`,
  }
  return { ...check, said, facts: { ...check.facts, address } }
}

async function entry(wechat: Wechat, address?: string): Promise<Check[] | undefined> {
  const asked = await wechat.quotaOf('/cgi-bin/message/mass/sendall')
  if (asked.kind === 'unknown')
    return [notPassed('token', 'unknown', unanswered), notPassed('address', 'unknown', unanswered)]
  if (asked.kind === 'refused' && isAddress(asked.refusal))
    return [notPassed('token', 'unknown', untried), refusedAddress(asked.refusal, address)]
  if (asked.kind === 'refused' && (asked.refusal.stage === 'token' || asked.refusal.class === 'token'))
    return [refusedAs('token', asked.refusal), notPassed('address', 'unknown', untried)]
  return undefined
}

function certification(asked: Outcome<unknown>): Check {
  if (asked.kind === 'unknown') return notPassed('certification', 'unknown', unanswered)
  if (asked.kind === 'refused' && asked.refusal.errcode !== noSuchMessage)
    return refusedAs('certification', asked.refusal)
  return passed('certification', { zh: '账号可以群发', en: 'the account may mass-send' })
}

function callback(asked: Outcome<unknown>): Check {
  if (asked.kind === 'unknown') return notPassed('callback', 'unknown', unanswered)
  if (asked.kind === 'done')
    return passed('callback', { zh: '微信能连到服务器地址', en: 'WeChat reaches the server address' })
  if (asked.refusal.errcode !== 40201) return refusedAs('callback', asked.refusal)
  return notPassed(
    'callback',
    'failed',
    {
      zh: '没有填写服务器地址：群发结果只能靠查询得知。请填写本系统地址加 /wechat/callback',
      en: 'no server address is set: results of a send are learnt by asking only. Enter the address of this system with /wechat/callback',
    },
    { errcode: 40201 },
  )
}

function quota(path: string, asked: Outcome<{ dailyLimit: number; used: number; remain: number }>): Check {
  if (asked.kind === 'unknown') return notPassed('quota', 'unknown', unanswered)
  if (asked.kind === 'refused') return refusedAs('quota', asked.refusal)
  const { dailyLimit, remain } = asked.value
  if (remain > 0)
    return passed(
      'quota',
      { zh: `今天还可调用群发 ${remain} 次`, en: `${remain} calls to mass-send are left today` },
      { path, dailyLimit, remain },
    )
  return notPassed(
    'quota',
    'failed',
    {
      zh: '今天的群发接口次数已用完，北京时间次日恢复',
      en: 'no call to mass-send is left; it returns at midnight, Beijing time',
    },
    { path, dailyLimit, remain },
  )
}

/** Token, address, certification, callback, quota: what WeChat has to allow before an edition can go out. */
export async function wechatChecks(wechat: Wechat, address?: string): Promise<Check[]> {
  const stopped = await entry(wechat, address)
  const rest: Name[] = ['certification', 'callback', 'quota']
  if (stopped) return [...stopped, ...rest.map((name) => notPassed(name, 'unknown', untried))]
  const path = '/cgi-bin/message/mass/sendall'
  const [may, back, left] = await Promise.all([
    wechat.massSendStatus(noMessage),
    wechat.checkCallback(),
    wechat.quotaOf(path),
  ])
  return [
    passed('token', { zh: '凭证有效', en: 'the token is valid' }),
    passed('address', {
      zh: `本系统的 IP${address ? ` ${address} ` : ''}已获准`,
      en: `the address of this system${address ? ` (${address})` : ''} is allowed`,
    }),
    certification(may),
    callback(back),
    quota(path, left),
  ]
}
