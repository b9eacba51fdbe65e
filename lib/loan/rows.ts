import * as z from 'zod'
import { LinkHead } from '../approval/link-store'

/** One person asked to decide a loan; link and code are derived from `nonce`, never stored. */
export const LoanAsk = z.object({
  loanId: z.string(),
  personId: z.string(),
  standsInFor: z.string().optional(),
  /** 1, and one more for every link mailed anew after wrong codes */
  round: z.number().int().positive(),
  nonce: z.string(),
  linkHash: z.string(),
})
export type LoanAsk = z.infer<typeof LoanAsk>

/** Where a link of a mail about a loan leads. */
export const LoanLink = LinkHead.extend({ about: z.literal('loan'), loanId: z.string() })
export type LoanLink = z.infer<typeof LoanLink>

/** One place of the cap, taken by a borrower for one post; the post itself lies in its own room. */
export const LoanPost = z.object({
  loanId: z.string(),
  /** place in the loan, from 1 */
  number: z.number().int().positive(),
  postId: z.string(),
  personId: z.string(),
  name: z.string(),
  text: z.string(),
  /** real address of who posts, as Weibo wants (`rip`) */
  ip: z.string(),
  /** answers to the hits of the word screen (article 8) */
  answers: z.array(z.object({ hit: z.string(), answer: z.string() })),
  at: z.iso.datetime(),
})
export type LoanPost = z.infer<typeof LoanPost>
