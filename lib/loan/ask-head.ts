import { momentsOf } from '../approval/plan'
import type { ReadCalendar } from '../calendar/calendar'
import type { Ids } from '../platform/ids'
import type { Secrets } from '../platform/secrets'
import { beijingDate } from '../policy/working-days'
import { loanTier, mayDecideLoan, newLoanAsk } from './ask'
import { mailLoanAsk, type LoanMail } from './letters'
import { expireLoan } from './press-head'
import type { Loans } from './store'
import { standing, type Standing } from './standing'

interface Needs extends LoanMail {
  loans: Loans
  secrets: Secrets
  ids: Ids
  calendar: ReadCalendar
}

/**
 * Opens the wait for the head's decision: deadline, one link and code for each who may decide. Runs twice without harm:
 * deadline and asks are written once, the letters keep their Message-IDs.
 */
export const askHead =
  (needs: Needs) =>
  async ({ loanId }: { loanId: string }): Promise<Standing> => {
    const { loans, people, clock, ids, secrets, calendar } = needs
    const now = clock.now()
    const seen = await loans.withId(loanId)
    if (seen.state !== 'applied') return standing(seen, now)
    const candidates = await mayDecideLoan(people, seen, beijingDate(now))
    if (candidates.length === 0)
      return standing(await expireLoan(needs)(seen.id, '没有可以批准的人 / nobody may grant it'), now)
    const { deadline, moments, counted } = momentsOf(now, loanTier, await calendar())
    const key = await secrets.read('link-key')
    for (const { person, standsInFor } of candidates)
      await loans.ask(
        newLoanAsk(
          { loanId, personId: person.id, ...(standsInFor && { standsInFor: standsInFor.id }), round: 1 },
          ids.secret(),
          key,
        ),
      )
    const loan = await loans.change(loanId, (current) =>
      current.state !== 'applied' || current.wait
        ? undefined
        : {
            next: {
              ...current,
              wait: {
                ...{ from: now.toISOString(), deadline: deadline.toISOString(), moments, passed: 0, counted },
              },
            },
            happened: {
              by: 'system',
              type: 'LoanAsked',
              facts: { of: candidates.map(({ person }) => person.id), deadline: deadline.toISOString() },
            },
          },
    )
    for (const ask of await loans.asksOf(loanId)) await mailLoanAsk(needs)(loan, ask)
    return standing(loan, now)
  }
