import * as z from 'zod'
import type { Post } from './weibo'

const Id = z.union([z.string().regex(/^\d+$/), z.number().int().nonnegative().transform(String)])

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

const base62 = (value: number): string =>
  value < 62 ? digits.charAt(value) : base62(Math.floor(value / 62)) + digits.charAt(value % 62)

/**
 * The last part of a post's address: its id in groups of seven digits from the right, each in base 62 and, but for the
 * first, filled to four signs.
 */
export function shortId(id: string): string {
  const groups: string[] = []
  for (let end = id.length; end > 0; end -= 7) groups.unshift(id.slice(Math.max(0, end - 7), end))
  return groups.map((group, at) => base62(Number(group)).padStart(at === 0 ? 1 : 4, '0')).join('')
}

export const postUrl = (uid: string, id: string): string => `https://weibo.com/${uid}/${shortId(id)}`

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Wed Oct 24 23:49:17 +0800 2012` as ISO, UTC; undefined for anything else. */
export function readWeiboTime(text: string): string | undefined {
  const [, month = '', day, time, hours, minutes, year] =
    /^\w{3} (\w{3}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d) (\d{4})$/.exec(text) ?? []
  const number = months.indexOf(month) + 1
  if (number === 0) return undefined
  const at = new Date(`${year}-${String(number).padStart(2, '0')}-${day}T${time}${hours}:${minutes}`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

const WeiboTime = z.string().transform((text, context) => {
  const iso = readWeiboTime(text)
  if (iso === undefined) context.addIssue({ code: 'custom', message: `no time of Weibo: ${text}` })
  return iso ?? ''
})

/** A status object; the larger part of its fields is of no use here. `id` may come rounded, `idstr` not (sheet, 2). */
export const WirePost = z
  .object({
    idstr: Id,
    text: z.string(),
    created_at: WeiboTime,
    user: z.object({ idstr: Id }),
    pic_urls: z.array(z.unknown()).optional(),
    original_pic: z.string().optional(),
  })
  .transform(({ idstr, text, created_at, user, pic_urls, original_pic }): Post => ({
    id: idstr,
    text,
    createdAt: created_at,
    url: postUrl(user.idstr, idstr),
    hasPicture: Boolean(original_pic) || (pic_urls ?? []).length > 0,
  }))

/** A deleted post stays in a timeline as a stump without author; it counts for nothing. */
const DeletedPost = z.object({ deleted: z.coerce.string().regex(/^(1|true)$/) }).transform(() => undefined)

export const WireTimeline = z
  .object({ statuses: z.array(z.union([WirePost, DeletedPost])) })
  .transform(({ statuses }) => ({ posts: statuses.filter((post) => post !== undefined) }))
