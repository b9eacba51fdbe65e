import { sameSecret, seal, type Ids } from '../platform/ids'

/** Names a browser, so that a code is worth something only where it was asked for. */
export const browserCookie = 'qianfa_browser'
/** Says that an address signed in in this browser before; only the holder of the key can say so. */
export const knownCookie = 'qianfa_known'

const days = 86_400
const lasting = (name: string, value: string, maxAge: number, publicUrl: string) =>
  `${name}=${value}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${maxAge}${publicUrl.startsWith('https:') ? '; Secure' : ''}`

export const browserCookieFor = (value: string, publicUrl: string) =>
  lasting(browserCookie, value, days, publicUrl)
export const knownCookieFor = (value: string, publicUrl: string) =>
  lasting(knownCookie, value, 180 * days, publicUrl)

/** The browser's name from its cookies; undefined when it has none of ours. */
export const browserOf = (cookies: Record<string, string>): string | undefined => {
  const value = cookies[browserCookie]
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined
}

const sealOf = (key: string, email: string, chance: string) =>
  seal(key, 'known-browser', email.toLowerCase(), chance)

export function knownFor(key: string, email: string, ids: Ids): string {
  const chance = ids.secret()
  return `${chance}.${sealOf(key, email, chance)}`
}

/** Whether this address signed in in this browser before. */
export function isKnown(keys: string[], email: string, cookies: Record<string, string>): boolean {
  const [chance = '', sealed = ''] = (cookies[knownCookie] ?? '').split('.')
  return chance !== '' && keys.some((key) => sameSecret(sealed, sealOf(key, email, chance)))
}
