import type { WorkCalendar } from '../calendar/calendar'
import type { Recount } from '../calendar/shifts'
import { isAsked } from '../question/ask'
import { askWrites, type Asks } from '../question/store'
import { recountedWait } from '../question/wait'
import { loanAsks } from './ask'
import { decideBy } from './decide-by'
import type { Loan } from './loan'
import type { Loans } from './store'

/** The wait for the head's decision by this calendar; nothing where it would not be later. */
function recounted(loan: Loan, calendar: WorkCalendar): Loan['wait'] {
  const { state, wait } = loan
  if (state !== 'applied' || wait?.openedAt === undefined) return undefined
  const deadline = decideBy(loan, new Date(wait.openedAt), calendar.isWorkingDay)
  return recountedWait(wait, deadline, calendar)
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
