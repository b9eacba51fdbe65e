import { renderLoanDecisionPage } from '../pages/loan-decision-page'
import type { Waits } from '../matter/waiting'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { unpublishedNote } from '../policy/unpublished'
import type { Answering } from '../question/question'
import type { AskedLoan } from './ask'
import { moved, requireUndecided, type Ending, type Loan } from './loan'
import type { LoanMatter } from './loan-question'
import { loanWait, type Loans } from './store'

interface Needs {
  loans: Loans
  people: People
  waits: Pick<Waits, 'wake'>
  clock: Clock
}

/** Nobody can grant what lies behind; @throws Refusal `LinkExpired` */
function requireAhead(loan: Loan, now: Date): void {
  if (now >= new Date(loan.until))
    throw new Refusal(
      'LinkExpired',
      { zh: '申请借用的时间已经过去', en: 'the window applied for is over' },
      { facts: { about: 'loan' } },
    )
}

/** How the head decides on an application: what is shown and what is written (article 12, invariants 4 and 6). */
export const loanAnswering = ({ loans, people, waits, clock }: Needs): Answering<AskedLoan, LoanMatter> => ({
  requireOpen({ loan }, now) {
    requireUndecided(loan)
    requireAhead(loan, now)
  },

  hashOf: ({ loan }) => loan.termsHash,

  async record({ matter: { loan } }, answer, settle) {
    const granted = answer.kind === 'approved'
    const by: Ending = {
      ...{ id: answer.by, name: answer.name, at: answer.at },
      ...(answer.standsInFor && { standsInFor: answer.standsInFor }),
      ...(answer.reason && !granted && { reason: answer.reason }),
    }
    await loans.change(loan.id, async (current) => {
      requireAhead(current, clock.now())
      return {
        next: moved(current, granted ? 'granted' : 'refused', by),
        happened: {
          by: by.id,
          type: granted ? 'LoanGranted' : 'LoanRefused',
          facts: {
            termsHash: current.termsHash,
            ...(by.standsInFor && { standsInFor: by.standsInFor }),
            ...(by.reason && { reason: by.reason }),
          },
        },
        writes: await settle(),
      }
    })
    await waits.wake(loanWait(loan.id))
  },

  async show({ matter: { loan, unitName }, person, ask }, form) {
    const holder = ask.standsInFor ? await people.withId(ask.standsInFor) : undefined
    return {
      page: renderLoanDecisionPage({
        ...form,
        ...{ event: loan.event, purpose: loan.purpose, cap: loan.cap, unitName },
        decider: { name: person.name, ...(holder && { standsInFor: holder.name }) },
        applicant: loan.appliedBy.name,
        borrowers: loan.borrowers.map(({ name }) => name),
        appliedAt: new Date(loan.appliedAt),
        from: new Date(loan.from),
        until: new Date(loan.until),
        deadline: new Date(loan.wait?.deadline ?? loan.until),
        deadlineNote: unpublishedNote(loan.wait?.counted?.unpublished ?? []),
      }),
    }
  },

  answered: ({ matter: { loan } }) => ({ title: loan.event, about: 'loan' }),
})
