import type { Finding } from './finding'
import { policy, type Policy } from './policy'
import { findingOf } from './rule-book'
import { weiboLength, weiboLengthWithLink } from './weibo-counter'

/** What is to stand on Weibo: its text and how many files come with it. */
export interface WeiboMatter {
  text: string
  pictures: number
  videos: number
}

// A lone # is taken for the beginning of a topic too: what Weibo answers to it is not known.
const topicSign = /[#＃]/

/**
 * Why Weibo's API cannot take this matter: each reason a warning, none when it can. Such matter may still be approved;
 * the editor then posts it by hand, exactly as approved, and brings proof.
 */
export function byHandReasons({ text, pictures, videos }: WeiboMatter, using: Policy = policy): Finding[] {
  const limit = using.weibo.maxLength
  const withLink = weiboLengthWithLink(text)
  return [
    ...(withLink > limit && weiboLength(text) <= limit
      ? [findingOf('weibo.no-room-for-link', { limit, seen: withLink })]
      : []),
    ...(topicSign.test(text) ? [findingOf('weibo.topic')] : []),
    ...(pictures > 1 ? [findingOf('weibo.pictures', { limit: 1, seen: pictures })] : []),
    ...(videos > 0 ? [findingOf('weibo.video', { limit: 0, seen: videos })] : []),
  ]
}
