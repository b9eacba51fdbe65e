import type { Finding } from './finding'
import { findingOf } from './rule-book'

/** What one article is to carry at WeChat, beside its words and pictures. */
export interface WechatMatter {
  videos: number
}

/**
 * Why WeChat's API cannot take this article: each reason a warning, none when it can (reference sheet, 3.4). It may
 * still be approved; its edition is then sent by hand in WeChat's console, exactly as approved, and proven.
 */
export const wechatByHandReasons = ({ videos }: WechatMatter): Finding[] =>
  videos > 0 ? [findingOf('wechat.video', { limit: 0, seen: videos })] : []
