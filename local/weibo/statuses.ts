import * as z from 'zod'
import { WeiboError } from './errors'
import { checkPostingRate } from './quota'
import type { PostFile, Token, TwinPost } from './state'
import { hasTopic, lengthOf, linksTo, shorten, wordsOf } from './text'
import { companyOf, nextId, userOf, weiboTime, type Twin } from './twin'

const pictureBelowBytes = 5 * 1_048_576
const alikeWithinMs = 30 * 60_000
const maxLength = 140

const starts = (bytes: Uint8Array, ...signature: number[]) =>
  signature.every((byte, at) => bytes[at] === byte)

/** By content, not by name. */
function pictureTypeOf(bytes: Uint8Array): { extension: string; contentType: string } | undefined {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return { extension: 'jpg', contentType: 'image/jpeg' }
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47)) return { extension: 'png', contentType: 'image/png' }
  if (starts(bytes, 0x47, 0x49, 0x46, 0x38)) return { extension: 'gif', contentType: 'image/gif' }
  return undefined
}

function keepPicture(twin: Twin, bytes: Uint8Array): PostFile {
  if (bytes.length >= pictureBelowBytes) throw new WeiboError(20006)
  const type = pictureTypeOf(bytes)
  if (!type) throw new WeiboError(20005)
  return { file: twin.keepFile(bytes, type.extension), contentType: type.contentType }
}

/** Identical is 20019, alike but for signs and links 20017; the newest post never twice, others within half an hour. */
function checkRepetition(twin: Twin, uid: string, text: string) {
  const standing = twin.state.posts.filter((post) => post.uid === uid && !post.deletedAt)
  const recent = standing.filter(
    (post, at) => at === standing.length - 1 || twin.now() - post.at < alikeWithinMs,
  )
  if (recent.some((post) => post.text === text)) throw new WeiboError(20019)
  if (recent.some((post) => wordsOf(post.text) === wordsOf(text))) throw new WeiboError(20017)
}

export interface ShareRequest {
  status: string | null
  rip: string | null
  picture?: Uint8Array
}

/** A post made by the app, for `token`'s user; visible `delayMs` later. */
export function share(
  twin: Twin,
  token: Token,
  { status, rip, picture }: ShareRequest,
  delayMs = 0,
): TwinPost {
  if (status === null || status.trim() === '') throw new WeiboError(20008)
  if (!rip) throw new WeiboError(10016, 'Miss required parameter (rip), see doc for more info')
  if (!/^[\d.]{7,15}$|^[\da-f:]{2,39}$/i.test(rip)) throw new WeiboError(10017, 'rip value invalid!')
  if (lengthOf(status) > maxLength) throw new WeiboError(20012)
  if (hasTopic(status)) throw new WeiboError(twin.state.assumed.topicCode, 'topics are not allowed!')
  if (twin.state.safeDomains.length === 0) throw new WeiboError(10017, 'appkey not bind domain!')
  if (!linksTo(status, twin.state.safeDomains)) throw new WeiboError(10017, 'text not find domain!')
  checkPostingRate(twin, token.uid)
  checkRepetition(twin, token.uid, status)
  const files = picture ? [keepPicture(twin, picture)] : []
  const at = twin.now()
  const post: TwinPost = {
    ...{ id: nextId(twin), uid: token.uid, text: status, shown: shorten(twin, status), files },
    ...{ at, visibleAt: at + delayMs, by: 'app', ip: rip },
  }
  twin.state.posts.push(post)
  return post
}

/** What someone posts with the account in Weibo itself: any text up to 2000 characters, pictures, a video. */
export function postByHand(twin: Twin, text: string, files: PostFile[] = []): TwinPost {
  const user = companyOf(twin)
  if (!user) throw new WeiboError(20003)
  if (text.trim() === '') throw new WeiboError(20008)
  if (lengthOf(text) > 2000) throw new WeiboError(20012)
  const at = twin.now()
  const post: TwinPost = {
    ...{ id: nextId(twin), uid: user.uid, text, shown: shorten(twin, text), files },
    ...{ at, visibleAt: at, by: 'hand' },
  }
  twin.state.posts.push(post)
  return post
}

export function deletePost(twin: Twin, id: string) {
  const post = twin.state.posts.find((one) => one.id === id && !one.deletedAt)
  if (!post) throw new WeiboError(20101, 'Target weibo does not exist')
  post.deletedAt = twin.now()
}

/** As readers see them, newest first. */
export const visiblePosts = (twin: Twin, uid: string): TwinPost[] =>
  twin.state.posts
    .filter((post) => post.uid === uid && !post.deletedAt && post.visibleAt <= twin.now())
    .reverse()

/** The status object; `id` is a number and rounded where it outgrows one, as the wiki's own example shows. */
export function statusObject(twin: Twin, post: TwinPost) {
  const user = userOf(twin, post.uid)
  const [picture] = post.files.map(({ file }) => `${twin.publicUrl()}/files/${file}`)
  return {
    created_at: weiboTime(post.at),
    id: Number(post.id),
    idstr: post.id,
    mid: post.id,
    text: post.shown,
    textLength: lengthOf(post.text) * 2,
    source: `<a href="http://open.weibo.com" rel="nofollow">${post.by === 'app' ? (twin.state.reviewed ? '企业发布系统' : '未通过审核应用') : '微博网页版'}</a>`,
    favorited: false,
    truncated: false,
    ...(picture && { thumbnail_pic: picture, bmiddle_pic: picture, original_pic: picture }),
    pic_urls: post.files.map(({ file }) => ({ thumbnail_pic: `${twin.publicUrl()}/files/${file}` })),
    geo: null,
    user: {
      id: Number(post.uid),
      idstr: post.uid,
      screen_name: user?.name ?? '',
      verified: Boolean(user?.company),
    },
    reposts_count: 0,
    comments_count: 0,
    attitudes_count: 0,
    isLongText: lengthOf(post.text) > maxLength,
    visible: { type: 0, list_id: 0 },
  }
}

const TimelineQuery = z.object({
  count: z.coerce.number().int().min(1).max(100).default(20),
  page: z.coerce.number().int().min(1).default(1),
})

/** The posts of the token's own user. */
export function userTimeline(twin: Twin, token: Token, query: URLSearchParams) {
  const { data } = TimelineQuery.safeParse(Object.fromEntries(query))
  if (!data) throw new WeiboError(10008)
  if (query.has('uid') && query.get('uid') !== token.uid) throw new WeiboError(10014)
  const posts = visiblePosts(twin, token.uid)
  const from = (data.page - 1) * data.count
  return {
    statuses: posts.slice(from, from + data.count).map((post) => statusObject(twin, post)),
    total_number: posts.length,
    previous_cursor: 0,
    next_cursor: 0,
  }
}
