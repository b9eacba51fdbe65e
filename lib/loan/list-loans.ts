import * as z from 'zod'
import { mayRead, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { mapPage, type Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { Loan, loanStates, type LoanState } from './loan'
import type { Loans } from './store'

/** A line of the register; who may see which is article 2. */
export const ListedLoan = Loan.pick({
  ...{ id: true, unitId: true, event: true, from: true, until: true, cap: true, used: true },
  ...{ state: true, appliedAt: true, borrowers: true },
}).extend({ unitName: z.string(), appliedBy: z.string() })
export type ListedLoan = z.infer<typeof ListedLoan>

/** `all`: this person sees the loans of every unit */
export const ListedLoans = z.object({
  loans: z.array(ListedLoan),
  next: z.string().optional(),
  all: z.boolean(),
})
export type ListedLoans = z.infer<typeof ListedLoans>

/**
 * Article 12 for inspection: loans of one unit, or of all where the person's role sees all, in some states or in every;
 * newest application first. @throws Refusal `NotAllowed` for another unit's loans
 */
export const listLoans =
  ({ loans, people, clock }: { loans: Loans; people: People; clock: Clock }) =>
  async ({
    by,
    unitId,
    states = loanStates,
    ...paging
  }: Paging & {
    by: Person
    unitId?: string
    states?: readonly LoanState[]
  }): Promise<ListedLoans> => {
    const today = beijingDate(clock.now())
    // No unit has the empty name: who may read it may read every unit.
    const all = mayRead(by, '', today)
    const of = unitId ?? (all ? undefined : by.unitId)
    if (of !== undefined && !mayRead(by, of, today)) throw notYours()
    const [found, units] = await Promise.all([
      of === undefined ? loans.inStates({ states, ...paging }) : loans.ofUnit(of, { states, ...paging }),
      people.units(),
    ])
    const { items, ...rest } = mapPage(found, (loan) => ({
      ...{ id: loan.id, unitId: loan.unitId, event: loan.event, from: loan.from, until: loan.until },
      ...{ cap: loan.cap, used: loan.used, state: loan.state, appliedAt: loan.appliedAt },
      borrowers: loan.borrowers,
      appliedBy: loan.appliedBy.name,
      unitName: units.find((unit) => unit.id === loan.unitId)?.name ?? loan.unitId,
    }))
    return { all, loans: items, ...rest }
  }

export const notYours = () =>
  new Refusal('NotAllowed', {
    zh: '只能查看本单位的借用（第二条）',
    en: 'a unit sees only its own loans (article 2)',
  })
