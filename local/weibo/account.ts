import type { MovableClock } from '../aws/access'

/** An app on Weibo's open platform. */
export interface TwinApp {
  /** digits, as Weibo makes them */
  appKey: string
  appSecret: string
  /** the registered redirect address (授权回调页) */
  redirectUri: string
  /** hosts whose links a shared text may carry, with those below them (安全域名) */
  safeDomains: string[]
}

/** Somebody with a Weibo account. */
export interface WeiboUser {
  uid: string
  name: string
  /** `owner` owns the app, `tester` is listed for it while it is not reviewed */
  standing: 'owner' | 'tester' | 'stranger'
  /** shown as the company's own page */
  company?: boolean
}

export interface TwinSettings {
  /** everything the twin must remember lives below it */
  dir: string
  clock: MovableClock
  app: TwinApp
  /** where people reach the twin, e.g. `http://127.0.0.1:4000/weibo-twin` */
  publicUrl: string | (() => string)
  /** a token the company's account has given at the beginning */
  firstToken?: string
  /** 0 to 1, for tokens and ids */
  random?: () => number
  /** people of a new twin */
  users?: WeiboUser[]
}

export const demoUsers: WeiboUser[] = [
  { uid: '1404376560', name: '江南管道集团', standing: 'tester', company: true },
  { uid: '1073880650', name: '集团信息中心（应用所有者）', standing: 'owner' },
  { uid: '2803301701', name: '路人甲', standing: 'stranger' },
]
