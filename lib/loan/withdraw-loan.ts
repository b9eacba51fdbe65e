import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { Waits } from '../matter/waiting'
import { Refusal } from '../platform/refusal'
import { mayActFor } from './application'
import { moved, type Loan } from './loan'
import { loanWait, type Loans } from './store'

/** The unit takes its application back while nobody has decided; the links of the mails are void at once. */
export const withdrawLoan =
  ({ loans, waits, clock }: { loans: Loans; waits: Waits; clock: Clock }) =>
  async ({ loanId, by }: { loanId: string; by: Person }): Promise<Loan> => {
    const now = clock.now()
    const loan = await loans.change(loanId, async (current) => {
      if (!mayActFor(by, current.unitId, now))
        throw new Refusal('NotAllowed', {
          zh: '只有申请单位可以撤回申请',
          en: 'only the unit that applied can withdraw',
        })
      if (current.state === 'withdrawn') return undefined
      return {
        next: moved(current, 'withdrawn', { id: by.id, name: by.name, at: now.toISOString() }),
        happened: { by: by.id, type: 'LoanWithdrawn', facts: {} },
        writes: await loans.settled(loanId),
      }
    })
    await waits.wake(loanWait(loanId))
    return loan
  }
