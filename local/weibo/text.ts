import { createHash } from 'node:crypto'
import type { Twin } from './twin'

// As Sina's own web counter finds links (reference sheet, section 3), https taken alike.
const link = /https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[-\w$.+!*()/,:;@&=?~#%]*/gi

export const linksOf = (text: string): string[] => text.match(link) ?? []

const bytesOf = (text: string) => [...text].reduce((sum, sign) => sum + widthOf(sign), 0)
/** UTF-16 units, those above Latin-1 twice. */
const widthOf = (sign: string) =>
  Array.from({ length: sign.length }, (_, at) => (sign.charCodeAt(at) > 255 ? 2 : 1)).reduce(
    (a, b) => a + b,
    0,
  )

/** Characters by Sina's count: at most 140 are taken. */
export function lengthOf(text: string): number {
  const links = linksOf(text).map((url) => {
    const bytes = bytesOf(url)
    if (/^https?:\/\/t\.cn/i.test(url)) return bytes
    if (/^https?:\/\/(weibo\.com|weibo\.cn|t\.sina)/i.test(url) && bytes <= 41) return bytes
    return 20 + Math.max(0, bytes - 140)
  })
  const rest = bytesOf(text.replaceAll('\r\n', '\n').replace(link, ''))
  return Math.ceil((links.reduce((sum, bytes) => sum + bytes, 0) + rest) / 2)
}

/** `#…#` outside a link. */
export const hasTopic = (text: string): boolean => /#[^#\n]+#/.test(text.replace(link, ''))

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '')

/** Whether a link leads to one of the domains or below it. */
export const linksTo = (text: string, domains: string[]): boolean =>
  linksOf(text).some((url) => {
    const host = hostOf(url)
    return domains.some((domain) => host === domain || host.endsWith(`.${domain}`))
  })

/** Words only: what makes two texts alike although signs or links differ. */
export const wordsOf = (text: string): string => text.replace(link, '').replace(/[^\p{L}\p{N}]+/gu, '')

/** Puts `http://t.cn/…` in the place of each link, as Weibo does, and remembers where it leads. */
export function shorten(twin: Twin, text: string): string {
  return text.replace(link, (url) => {
    const short = `A6${createHash('sha256').update(url).digest('base64url').replace(/[-_]/g, '').slice(0, 6)}`
    twin.state.links[short] = url
    return `http://t.cn/${short}`
  })
}
