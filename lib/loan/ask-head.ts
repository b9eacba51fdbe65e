import type { ReadCalendar } from '../calendar/calendar'
import { firstAsks, mailAsks } from '../question/mail-ask'
import { askWrites } from '../question/store'
import { waitUntil } from '../question/wait'
import { loanAsks } from './ask'
import { decideBy } from './decide-by'
import { expireLoan } from './expire-loan'
import { unitNameOf } from './letters'
import { loanQuestion, type LoanAsking, type LoanMatter } from './loan-question'
import { standing, type Standing } from './standing'

/**
 * Opens the wait for the head's decision: deadline, one link and code for each who may decide, in one write. Runs twice
 * without harm: what is open stays, the letters keep their Message-IDs.
 */
export const askHead =
  (needs: LoanAsking & { calendar: ReadCalendar }) =>
  async ({ loanId }: { loanId: string }): Promise<Standing> => {
    const { loans, people, clock } = needs
    const now = clock.now()
    const asking = { ...needs, question: loanQuestion(needs) }
    const seen = await loans.withId(loanId)
    const unitName = await unitNameOf(people, seen.unitId)
    if (seen.state === 'applied' && !seen.wait) {
      const calendar = await needs.calendar()
      const wait = waitUntil(decideBy(seen, now, calendar.isWorkingDay), now, calendar)
      const opening: LoanMatter = { loan: { ...seen, wait }, unitName }
      const { asks } = await firstAsks(asking)(opening)
      if (asks.length === 0) await expireLoan(needs)(loanId, '没有可以批准的人 / nobody may grant it')
      await loans.change(loanId, (current) =>
        current.state !== 'applied' || current.wait
          ? undefined
          : {
              next: { ...current, wait },
              happened: {
                by: 'system',
                type: 'LoanAsked',
                facts: { of: asks.map(({ personId }) => personId), deadline: wait.deadline },
              },
              writes: asks.flatMap((ask) => askWrites(loanAsks, ask)),
            },
      )
    }
    const loan = await loans.withId(loanId)
    await mailAsks(asking)({ loan, unitName })
    return standing(loan, now)
  }
