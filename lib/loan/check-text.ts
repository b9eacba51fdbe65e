import * as z from 'zod'
import { Finding } from '../policy/finding'
import { policy } from '../policy/policy'
import { weiboLength } from '../policy/weibo-counter'
import type { WordList } from '../policy/word-list'
import { textFindings } from './may-post'

/** What the checks of a post say of a text while it is being written; hits of severity `answer` in their order. */
export const CheckedText = z.object({
  /** by Weibo's count */
  length: z.number(),
  limit: z.number(),
  findings: z.array(Finding),
})
export type CheckedText = z.infer<typeof CheckedText>

export const checkText = (text: string, list: WordList): CheckedText => ({
  length: weiboLength(text),
  limit: policy.weibo.maxLength,
  findings: text.trim() === '' ? [] : textFindings(text, list),
})
