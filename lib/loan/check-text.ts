import * as z from 'zod'
import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Finding } from '../policy/finding'
import { policy } from '../policy/policy'
import { weiboLength } from '../policy/weibo-counter'
import { beijingDate } from '../policy/working-days'
import type { WordLists } from '../wording/store'
import { textFindings } from './may-post'
import { requireReadable } from './show-loan'
import type { Loans } from './store'

/** What the checks of a post say of a text while it is being written; hits of severity `answer` in their order. */
export const CheckedText = z.object({
  /** by Weibo's count */
  length: z.number(),
  limit: z.number(),
  findings: z.array(Finding),
})
export type CheckedText = z.infer<typeof CheckedText>

/** Checks a text for a loan of one's own or one this person may read; NotFound and NotAllowed as for the loan itself. */
export const checkText =
  ({ loans, clock, wordLists }: { loans: Loans; clock: Clock; wordLists: Pick<WordLists, 'newest'> }) =>
  async ({ loanId, text, by }: { loanId: string; text: string; by: Person }): Promise<CheckedText> => {
    requireReadable(await loans.withId(loanId), by, beijingDate(clock.now()))
    const { list } = await wordLists.newest()
    return {
      length: weiboLength(text),
      limit: policy.weibo.maxLength,
      findings: text.trim() === '' ? [] : textFindings(text, list),
    }
  }
