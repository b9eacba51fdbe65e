import { dueMoments, type Moment } from '../approval/approval'
import type { Ids } from '../platform/ids'
import type { Secrets } from '../platform/secrets'
import { beijingDate } from '../policy/working-days'
import { mayDecideLoan, newLoanAsk } from './ask'
import { mailLoanAsk, tellNews, type LoanMail } from './letters'
import { moved, type Loan } from './loan'
import { standing, type Standing } from './standing'
import type { Loans } from './store'

interface Needs extends LoanMail {
  loans: Loans
  secrets: Secrets
  ids: Ids
}

/** The named end of an application nobody decided; told by the closing step. */
export const expireLoan =
  ({ loans, clock }: Pick<Needs, 'loans' | 'clock'>) =>
  (loanId: string, reason: string): Promise<Loan> =>
    loans.change(loanId, (loan) =>
      loan.state !== 'applied'
        ? undefined
        : {
            next: moved(loan, 'expired', {
              ...{ id: 'system', name: '系统', reason },
              at: clock.now().toISOString(),
            }),
            happened: { by: 'system', type: 'LoanExpired', facts: { reason } },
          },
    )

/** Substitutes of today who were not asked yet are asked as well. */
async function askMore(needs: Needs, loan: Loan): Promise<void> {
  const asked = await needs.loans.asksOf(loan.id)
  const key = await needs.secrets.read('link-key')
  for (const { person, standsInFor } of await mayDecideLoan(
    needs.people,
    loan,
    beijingDate(needs.clock.now()),
  )) {
    if (asked.some((ask) => ask.personId === person.id)) continue
    await needs.loans.ask(
      newLoanAsk(
        {
          ...{ loanId: loan.id, personId: person.id, round: 1 },
          ...(standsInFor && { standsInFor: standsInFor.id }),
        },
        needs.ids.secret(),
        key,
      ),
    )
  }
}

/** When several moments passed unseen (a long stop), only the last one speaks. */
async function act(needs: Needs, loan: Loan, { kind }: Moment, count: number): Promise<void> {
  if (kind !== 'remind') await askMore(needs, loan)
  for (const ask of await needs.loans.asksOf(loan.id)) await mailLoanAsk(needs)(loan, ask, count)
  if (kind === 'editor')
    await tellNews(needs)(loan, ['editors'], {
      kind: 'overdue',
      head: { zh: '借用申请逾期未批，请督促', en: 'decision on a loan overdue' },
      say: {
        zh: '下面的微博账号借用申请超过期限仍未决定，请督促。再无人处理，申请将按逾期关闭。',
        en: 'Nobody has decided on this application in time. Please press for a decision; otherwise it closes as overdue.',
      },
    })
}

/** Invariant 5: does what is due while nobody has decided, and closes the application at its named end. */
export const pressHead =
  (needs: Needs) =>
  async ({ loanId }: { loanId: string }): Promise<Standing> => {
    const { loans, clock } = needs
    const now = clock.now()
    const loan = await loans.withId(loanId)
    if (loan.state !== 'applied' || !loan.wait) return standing(loan, now)
    const { due, passed } = dueMoments(loan.wait, now)
    if (due.some((moment) => moment.kind === 'expire') || now >= new Date(loan.until))
      return standing(await expireLoan(needs)(loanId, '期限内无人决定 / nobody decided in time'), now)
    // Letters first, then the record: a crash between repeats a letter under its old Message-ID, never loses one.
    const last = due.at(-1)
    if (last) await act(needs, loan, last, passed)
    const after = await loans.change(loanId, (current) =>
      current.state !== 'applied' || !current.wait || current.wait.passed >= passed
        ? undefined
        : {
            next: { ...current, wait: { ...current.wait, passed } },
            happened: { by: 'system', type: 'LoanPressed', facts: { count: passed } },
          },
    )
    return standing(after, now)
  }
