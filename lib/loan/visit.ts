import { maxAttempts } from '../approval/approval'
import { linkHashOf } from '../approval/link'
import type { Links } from '../approval/link-store'
import { linkLocked } from '../approval/require-code'
import { notAsked, unknownLink } from '../approval/visit'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { loanConflict, stillMayDecide } from './ask'
import { unitNameOf } from './letters'
import { requireUndecided, type Loan } from './loan'
import { LoanLink, type LoanAsk } from './rows'
import type { Loans } from './store'

/** Everything the decision page of a loan needs, after every check of invariant 4 held. */
export interface LoanVisit {
  link: LoanLink
  ask: LoanAsk
  loan: Loan
  person: Person
  unitName: string
}

export interface LoanVisitNeeds {
  loans: Loans
  links: Links
  people: People
  clock: Clock
}

/** Nobody can grant what lies behind; @throws Refusal `LinkExpired` */
export function requireAhead(loan: Loan, now: Date): void {
  if (now >= new Date(loan.until))
    throw new Refusal(
      'LinkExpired',
      { zh: '申请借用的时间已经过去', en: 'the window applied for is over' },
      { facts: { about: 'loan' } },
    )
}

/**
 * Follows a link without changing anything: still asked, still holding the role, not decided, no hand in the loan.
 * A refusal says what happened instead, by whom and when.
 */
export const openLoanVisit =
  ({ loans, links, people, clock }: LoanVisitNeeds) =>
  async (token: string): Promise<LoanVisit> => {
    const link = await links.link(linkHashOf(token), LoanLink)
    const loan = link && (await loans.find(link.loanId))
    if (!link || !loan) throw unknownLink()
    const now = clock.now()
    const ask = (await loans.asksOf(loan.id)).find((one) => one.personId === link.personId)
    if (!ask) throw unknownLink()
    requireUndecided(loan)
    requireAhead(loan, now)
    if (ask.round !== link.round || link.attempts >= maxAttempts) throw linkLocked()
    const person = await stillMayDecide(people, ask, loan, beijingDate(now))
    if (!person) throw notAsked()
    const conflict = loanConflict(loan, ask)
    if (conflict) throw new Refusal('SameHand', conflict.message, { details: [conflict] })
    return { link, ask, loan, person, unitName: await unitNameOf(people, loan.unitId) }
  }
