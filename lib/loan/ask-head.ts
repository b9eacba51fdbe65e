import type { ReadCalendar } from '../calendar/calendar'
import { beijingDate, deadlineOf } from '../policy/working-days'
import { isAsked } from '../question/ask'
import { freshAsk, mailAsk } from '../question/mail-ask'
import { candidatesFor } from '../question/question'
import { askWrites } from '../question/store'
import { waitUntil } from '../question/wait'
import { loanAsks, loanTier } from './ask'
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
    const { loans, asks, people, clock } = needs
    const now = clock.now()
    const asking = { ...needs, question: loanQuestion(needs) }
    const seen = await loans.withId(loanId)
    const unitName = await unitNameOf(people, seen.unitId)
    if (seen.state === 'applied' && !seen.wait) {
      const calendar = await needs.calendar()
      const wait = waitUntil(deadlineOf(now, loanTier, calendar.isWorkingDay), now, calendar)
      const opening: LoanMatter = { loan: { ...seen, wait }, unitName }
      const candidates = await candidatesFor(asking, opening, beijingDate(now))
      if (candidates.length === 0) await expireLoan(needs)(loanId, '没有可以批准的人 / nobody may grant it')
      const fresh = await Promise.all(candidates.map((candidate) => freshAsk(asking)(opening, candidate)))
      await loans.change(loanId, (current) =>
        current.state !== 'applied' || current.wait
          ? undefined
          : {
              next: { ...current, wait },
              happened: {
                by: 'system',
                type: 'LoanAsked',
                facts: { of: candidates.map(({ person }) => person.id), deadline: wait.deadline },
              },
              writes: fresh.flatMap((ask) => askWrites(loanAsks, ask)),
            },
      )
    }
    const loan = await loans.withId(loanId)
    for (const ask of await asks.of(loanAsks, { loanId }))
      if (isAsked(ask)) await mailAsk(asking)({ loan, unitName }, ask)
    return standing(loan, now)
  }
