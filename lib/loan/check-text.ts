import type { Finding } from '../policy/finding'
import { policy } from '../policy/policy'
import { weiboLength } from '../policy/weibo-counter'
import { textFindings } from './may-post'

/** What the checks of a post say of a text while it is being written; hits of severity `answer` in their order. */
export interface CheckedText {
  /** by Weibo's count */
  length: number
  limit: number
  findings: Finding[]
}

export const checkText = (text: string): CheckedText => ({
  length: weiboLength(text),
  limit: policy.weibo.maxLength,
  findings: text.trim() === '' ? [] : textFindings(text),
})
