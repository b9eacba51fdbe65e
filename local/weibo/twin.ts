import type { TwinApp, WeiboUser } from './account'
import type { Memory } from './state'

/** What every part of the twin works with. */
export interface Twin extends Memory {
  app: TwinApp
  now: () => number
  random: () => number
  publicUrl: () => string
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

export const randomText = (random: () => number, length: number): string =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')

/** Ids tell the order; they are counted as big integers, because Weibo's outgrow a number. */
export function nextId(twin: Twin): string {
  const step = BigInt(1 + Math.floor(twin.random() * 1_000_000_000))
  return (twin.state.lastId = String(BigInt(twin.state.lastId) + step))
}

export const userOf = (twin: Twin, uid: string): WeiboUser | undefined =>
  twin.state.users.find((user) => user.uid === uid)

export const companyOf = (twin: Twin): WeiboUser | undefined =>
  twin.state.users.find((user) => user.company) ?? twin.state.users[0]

const beijing = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString()
/** YYYY-MM-DD in Beijing. */
export const beijingDay = (ms: number): string => beijing(ms).slice(0, 10)
/** YYYY-MM-DDTHH in Beijing. */
export const beijingHour = (ms: number): string => beijing(ms).slice(0, 13)

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Wed Oct 24 23:49:17 +0800 2012`. */
export function weiboTime(ms: number): string {
  const at = new Date(ms + 8 * 3_600_000)
  const [date, time] = [String(at.getUTCDate()).padStart(2, '0'), at.toISOString().slice(11, 19)]
  return `${days[at.getUTCDay()]} ${months[at.getUTCMonth()]} ${date} ${time} +0800 ${at.getUTCFullYear()}`
}

/** The last part of a post's address: groups of seven digits in base 62. */
export function shortId(id: string): string {
  const base62 = (value: number): string =>
    value < 62 ? alphabet.charAt(value) : base62(Math.floor(value / 62)) + alphabet.charAt(value % 62)
  const first = id.length % 7 || 7
  const groups = [id.slice(0, first), ...(id.slice(first).match(/\d{7}/g) ?? [])]
  return groups.map((group, at) => base62(Number(group)).padStart(at ? 4 : 1, '0')).join('')
}
