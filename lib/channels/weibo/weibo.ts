import type { WeiboOutcome } from './outcome'

/** The one picture a post may carry: JPEG, GIF or PNG below 5 MB. */
export interface PostPicture {
  name: string
  contentType: 'image/jpeg' | 'image/gif' | 'image/png'
  bytes: Uint8Array
}

/** `POST /2/statuses/share.json` (reference sheet weibo, section 2). */
export interface Share {
  /** at most 140 by Sina's count; no `#`; holds one address below the company's own domain */
  text: string
  picture?: PostPicture
  /** real address of the person who releases it (`rip`) */
  ip: string
}

/** A post as it stands on Weibo. Ids are strings: they outgrow a number. */
export interface Post {
  id: string
  /** as Weibo shows it: links may stand as `http://t.cn/…`; compare with `sameText` */
  text: string
  /** ISO, UTC */
  createdAt: string
  /** `https://weibo.com/<uid>/<base62 of the id>` */
  url: string
  hasPicture: boolean
}

export interface TokenInfo {
  uid: string
  /** ISO, UTC */
  expiresAt: string
}

/** The Weibo open platform in business words, for the one account of the company. */
export interface Weibo {
  /** Called once an attempt; nothing inside repeats it. */
  share(share: Share): Promise<WeiboOutcome<Post>>
  /** The account's newest posts, newest first, at most `count` (100): one of 100 calls a day. */
  timeline(count?: number): Promise<WeiboOutcome<{ posts: Post[] }>>
  tokenInfo(): Promise<WeiboOutcome<TokenInfo>>
}
