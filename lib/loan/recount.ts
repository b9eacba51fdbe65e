import type { WorkCalendar } from '../calendar/calendar'
import type { Recount } from '../calendar/shifts'
import { deadlineOf } from '../policy/working-days'
import { isAsked } from '../question/ask'
import { askWrites, type Asks } from '../question/store'
import { recountedWait } from '../question/wait'
import { loanAsks, loanTier } from './ask'
import type { Loan } from './loan'
import type { Loans } from './store'

/** The wait for the head's decision by this calendar; nothing where it would not be later. */
function recounted({ state, wait }: Loan, calendar: WorkCalendar): Loan['wait'] {
  if (state !== 'applied' || wait?.openedAt === undefined) return undefined
  return recountedWait(wait, deadlineOf(new Date(wait.openedAt), loanTier, calendar.isWorkingDay), calendar)
}

/** How an application for a loan follows a new list of holidays. */
export const recountLoan = ({ loans, asks }: { loans: Loans; asks: Asks }): Recount => ({
  async look(id, calendar) {
    const loan = await loans.withId(id)
    const wait = recounted(loan, calendar)
    if (!wait || !loan.wait || wait.deadline === loan.wait.deadline) return undefined
    return { title: loan.event, from: loan.wait.deadline, to: wait.deadline }
  },
  async move(id, calendar) {
    const open = (await asks.of(loanAsks, { loanId: id })).filter(isAsked)
    await loans.change(id, (loan) => {
      const wait = recounted(loan, calendar)
      return (
        wait && {
          next: { ...loan, wait },
          happened: {
            by: 'system',
            type: 'DeadlineMoved',
            facts: { from: loan.wait?.deadline, to: wait.deadline, calendar: calendar.number },
          },
          writes: open.flatMap((ask) => askWrites(loanAsks, { ...ask, deadline: wait.deadline })),
        }
      )
    })
  },
})
