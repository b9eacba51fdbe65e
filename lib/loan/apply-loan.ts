import { derivedUuid } from '../platform/ids'
import type { Machine } from '../platform/machine'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { emptyChain } from '../ledger/event'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import { beijingDate } from '../policy/working-days'
import { candidatesFor } from '../question/question'
import { checkApplication, mayActFor } from './application'
import { loanDuty } from './ask'
import { termsHashOf, type Loan, type Terms } from './loan'
import type { Loans } from './store'

interface Needs {
  loans: Loans
  people: People
  machine: Machine
  clock: Clock
}

/** What a unit's officer or head fills in. */
export interface Application extends Omit<Terms, 'borrowers'> {
  borrowerIds: string[]
}

const notOfUnit = () =>
  new Refusal('NotAllowed', {
    zh: '借用由本单位的信息员或负责人申请（第十二条）',
    en: 'an officer or the head of the unit applies for a loan (article 12)',
  })

const nobodyDecides = () =>
  new Refusal('NothingToAsk', {
    zh: '没有可以批准这次借用的人：企管部负责人空缺，或本人在申请人、借用人之中',
    en: 'nobody may grant this loan: the head of enterprise management is vacant, or applies or borrows in it',
  })

/** Article 12: a unit applies; the machine then asks the head of 企管部. The same `key` is one application. */
export const applyLoan =
  ({ loans, people, machine, clock }: Needs) =>
  async ({ key, by, ...application }: Application & { key: string; by: Person }): Promise<Loan> => {
    const now = clock.now()
    const { borrowerIds, ...asked } = application
    if (!mayActFor(by, asked.unitId, now)) throw notOfUnit()
    const found = await Promise.all([...new Set(borrowerIds)].map((id) => people.withId(id)))
    const borrowers = found.filter((person) => person !== undefined)
    if (borrowers.length !== found.length)
      throw new Refusal('NotFound', { zh: '没有这个人', en: 'there is no such person' })
    checkApplication(asked, borrowers, now)
    const terms: Terms = { ...asked, borrowers: borrowers.map(({ id, name }) => ({ id, name })) }
    const loan: Loan = {
      ...terms,
      id: derivedUuid('loan', by.id, key),
      state: 'applied',
      appliedBy: { id: by.id, name: by.name },
      appliedAt: now.toISOString(),
      termsHash: termsHashOf(terms),
      used: 0,
      updatedAt: now.toISOString(),
      revision: 0,
      chain: emptyChain,
    }
    const deciders = await candidatesFor({ people, question: loanDuty }, { loan }, beijingDate(now))
    if (deciders.length === 0) throw nobodyDecides()
    const written = await loans.create({
      next: loan,
      happened: {
        by: by.id,
        type: 'LoanApplied',
        facts: {
          ...{ event: loan.event, purpose: loan.purpose, from: loan.from, until: loan.until, cap: loan.cap },
          ...{ borrowers: loan.borrowers.map((one) => one.id), termsHash: loan.termsHash },
        },
      },
    })
    if (written.termsHash !== loan.termsHash)
      throw new Refusal('KeyReused', {
        zh: '同一个 Idempotency-Key 已用于另一份申请，请换一个',
        en: 'this Idempotency-Key was used for another application; use a new one',
      })
    await startLoan(machine)(written)
    return written
  }

/** Starting twice is one execution: its name is the loan's. */
export const startLoan = (machine: Machine) => (loan: Pick<Loan, 'id'>) =>
  machine.start(loan.id, { loanId: loan.id })
