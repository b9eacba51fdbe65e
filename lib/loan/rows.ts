import * as z from 'zod'

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
