import type { MovableClock } from '../aws/access'

export interface TwinAccount {
  appId: string
  appSecret: string
  /** gh_…, the account's name in pushes */
  originalId: string
  kind: 'subscription' | 'service'
  /** signs pushes */
  token: string
  /** 43 characters */
  encodingAesKey: string
  /** shown on the phone page; default 企业公众号 */
  name?: string
  /** how pushes are sent; default `aes` (safe mode) */
  pushMode?: 'plain' | 'compatible' | 'aes'
}

/** Someone who can see the account in WeChat; only a follower receives anything. */
export interface Follower {
  openId: string
  wechatId: string
  name: string
  follows: boolean
  /** last tap on the account's menu */
  tappedAt?: number
}

export interface TwinSettings {
  /** everything the twin must remember lives below it */
  dir: string
  clock: MovableClock
  account: TwinAccount
  /** where pushes go; a function when it is known only later, undefined while there is none */
  callbackUrl: string | (() => string | undefined)
  /** where people reach the twin, e.g. `http://127.0.0.1:4000/wechat`; article links in finish events point there */
  publicUrl: string | (() => string)
  /** 0 to 1, for tokens, ids and delays */
  random?: () => number
  /** people of a new twin; default one reader and two testers */
  followers?: Follower[]
  /** a mass send is finished 1 s to this long after it was accepted; default 3000 */
  finishWithinMs?: number
}

export const demoFollowers: Follower[] = [
  { openId: 'oReader0000000000000000000001', wechatId: 'reader_wang', name: '读者小王', follows: true },
  { openId: 'oTester0000000000000000000001', wechatId: 'tester_li', name: '测试人小李', follows: true },
  { openId: 'oTester0000000000000000000002', wechatId: 'tester_zhao', name: '测试人小赵', follows: true },
  { openId: 'oStranger00000000000000000001', wechatId: 'stranger_sun', name: '未关注的小孙', follows: false },
]
