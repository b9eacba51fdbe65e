import { loanAskLetter, loanReminderLetter } from '../channels/mail/loan-letters'
import { editorsOf } from '../people/office-staff'
import { ConditionFailed } from '../platform/table'
import type { Asking, Mailed, Question } from '../question/question'
import { loanAsks, loanDuty, type AskedLoan, type AtLoan } from './ask'
import { expireLoan } from './expire-loan'
import { aboutLoan, newsLetter, unitNameOf, type LoanMail } from './letters'
import type { Loan } from './loan'
import type { Loans } from './store'

/** An application, and all that a decision on it looks at. */
export interface LoanMatter {
  loan: Loan
  unitName: string
}

/** What the verbs of an open application need. */
export interface LoanAsking extends LoanMail, Asking {
  loans: Loans
}

const asked = ({ loan, unitName }: LoanMatter, { person, ...mailed }: Mailed) => ({
  ...aboutLoan(loan, unitName, person),
  ...mailed,
})

/** Article 12: the head of 企管部 is asked for the account. */
export function loanQuestion(needs: LoanMail & { loans: Loans }): Question<AtLoan, AskedLoan, LoanMatter> {
  const { loans, people, clock } = needs
  return {
    kind: loanAsks,
    ...loanDuty,

    async find({ loanId }) {
      const loan = await loans.find(loanId)
      return loan && { loan, unitName: await unitNameOf(people, loan.unitId) }
    },

    fields: ({ loan: { id, wait } }) => ({ loanId: id, deadline: wait?.deadline }),
    // Nobody can grant what is over: the end of the window ends the wait as well.
    waitOf: ({ loan: { state, wait, until } }) =>
      state === 'applied' && wait
        ? { ...wait, moments: [...wait.moments, { at: until, kind: 'expire' }] }
        : undefined,
    title: ({ loan }) => loan.event,
    page: ({ loan }) => `/loans/${loan.id}`,
    thread: ({ loan }) => `loan.${loan.id}`,
    ofThread: async (thread) => {
      const loanId = /^loan\.(.+)$/.exec(thread)?.[1]
      return loanId === undefined ? undefined : { loanId }
    },

    letters: {
      ask: (matter, mailed) => loanAskLetter(asked(matter, mailed)),
      remind: (matter, mailed, count) => loanReminderLetter({ ...asked(matter, mailed), count }),
      overdue: ({ loan, unitName }, presser) =>
        newsLetter(needs.publicUrl, loan, aboutLoan(loan, unitName, presser), {
          kind: 'overdue',
          head: { zh: '借用申请逾期未批，请督促', en: 'decision on a loan overdue' },
          say: {
            zh: '下面的微博账号借用申请超过期限仍未决定，请督促。再无人处理，申请将按逾期关闭。',
            en: 'Nobody has decided on this application in time. Please press for a decision; otherwise it closes as overdue.',
          },
        }),
    },
    pressers: () => editorsOf({ people, clock }),

    async handOver({ loan }, { facts }, writes) {
      let saved: 'saved' | 'closed' = 'closed'
      await loans.change(loan.id, (current) => {
        saved = current.state === 'applied' ? 'saved' : 'closed'
        if (saved === 'closed') return undefined
        // Who is asked was read before this: another hand may have asked others meanwhile.
        if (current.revision !== loan.revision) throw new ConditionFailed(undefined)
        return { next: current, happened: { by: 'system', type: 'LoanHandedOver', facts }, writes }
      })
      return saved
    },

    async pressed({ loan: { id } }, passed) {
      await loans.change(id, (current) =>
        current.state !== 'applied' || !current.wait || current.wait.passed >= passed
          ? undefined
          : {
              next: { ...current, wait: { ...current.wait, passed } },
              happened: { by: 'system', type: 'LoanPressed', facts: { count: passed } },
            },
      )
    },

    async expire({ loan }) {
      await expireLoan(needs)(loan.id, '期限内无人决定 / nobody decided in time')
    },
  }
}
