import * as z from 'zod'
import { LedgerEvent } from '../ledger/event'
import { holds, mayRead, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Bilingual } from '../policy/finding'
import { beijingDate } from '../policy/working-days'
import { mayActFor } from './application'
import { unitNameOf } from './letters'
import { notYours } from './list-loans'
import { isLent, Loan } from './loan'
import { whyNot } from './may-post'
import { Fate, fateIn, type Posting } from './posting'
import { LoanPost } from './rows'
import type { Loans } from './store'

export const ShownLoan = z.object({
  /** `deadline` of the decision while it is waited for */
  loan: Loan.omit({ termsHash: true, chain: true, wait: true }).extend({
    deadline: z.iso.datetime().optional(),
    /** years of it whose holidays are not published */
    unpublished: z.array(z.number().int()).optional(),
  }),
  unitName: z.string(),
  posts: z.array(LoanPost.omit({ loanId: true, ip: true }).extend({ fate: Fate })),
  ledger: z.array(LedgerEvent),
  may: z.object({
    /** absent when this person may post now */
    notPost: z.object({ code: z.string(), said: Bilingual }).optional(),
    recall: z.boolean(),
    withdraw: z.boolean(),
  }),
})
export type ShownLoan = z.infer<typeof ShownLoan>

interface Needs {
  loans: Loans
  people: People
  clock: Clock
  posting: Posting
}

/** Who may take a loan back: 企管部's head and its editor (article 12). */
export const mayRecall = (person: Person, today: string): boolean =>
  holds(person, 'department-head', today) || holds(person, 'editor', today)

/** A borrower, or whoever may read the unit's matters (article 2); throws NotAllowed. */
export function requireReadable(loan: Loan, by: Person, today: string): void {
  const named = loan.borrowers.some((one) => one.id === by.id)
  if (!named && !mayRead(by, loan.unitId, today)) throw notYours()
}

/** One loan with its posts and its record, and what this very person may do with it now. */
export const showLoan =
  ({ loans, people, clock, posting }: Needs) =>
  async ({ loanId, by }: { loanId: string; by: Person }): Promise<ShownLoan> => {
    const now = clock.now()
    const today = beijingDate(now)
    const loan = await loans.withId(loanId)
    requireReadable(loan, by, today)
    const [posts, ledger, unitName] = await Promise.all([
      loans.posts(loanId),
      loans.ledger(loanId),
      unitNameOf(people, loan.unitId),
    ])
    const refusal = whyNot(loan, by, now)
    const { termsHash: _hash, chain: _chain, wait, ...shown } = loan
    return {
      loan: {
        ...shown,
        ...(wait &&
          loan.state === 'applied' && {
            deadline: wait.deadline,
            unpublished: wait.counted?.unpublished,
          }),
      },
      unitName,
      posts: await Promise.all(
        posts.map(async (post) => {
          const { loanId: _loanId, ip: _ip, ...rest } = post
          return { ...rest, fate: await fateIn(posting, post) }
        }),
      ),
      ledger,
      may: {
        ...(refusal && { notPost: { code: refusal.code, said: refusal.said } }),
        recall: isLent(loan.state) && mayRecall(by, today),
        withdraw: loan.state === 'applied' && mayActFor(by, loan.unitId, now),
      },
    }
  }
