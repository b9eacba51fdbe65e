import { firstBreak } from '../../../lib/ledger/event'
import { loanStore, stillLentCheck, type Loans } from '../../../lib/loan/store'
import { ConditionFailed } from '../../../lib/platform/table'
import { givenTable, type GivenTable } from '../edition/given-table'
import { aLoan, within } from './given-loan'

const clock = { now: () => within }
let given: GivenTable
let loans: Loans
beforeEach(async () => {
  given = await givenTable()
  loans = loanStore(given.table, clock)
})
afterEach(() => given.close())

const applied = (change: Parameters<typeof aLoan>[0] = {}) =>
  loans.create({
    next: aLoan({ state: 'applied', ...change }),
    happened: { by: 'chen-yu', type: 'LoanApplied', facts: {} },
  })

describe('the store of loans', () => {
  it('keeps head, ledger and place in the register together, and a repeated application once', async () => {
    const loan = await applied()
    expect(await applied()).toEqual(loan)
    await loans.change(loan.id, (current) => ({
      next: { ...current, state: 'granted' },
      happened: { by: 'zhou-heng', type: 'LoanGranted', facts: {} },
    }))
    const ledger = await loans.ledger(loan.id)
    expect(ledger.map((event) => event.type)).toEqual(['LoanApplied', 'LoanGranted'])
    expect(firstBreak(ledger)).toBeUndefined()
    expect((await loans.inStates({ states: ['applied'] })).items.map((one) => one.id)).toEqual([])
    expect((await loans.inStates({ states: ['granted'] })).items.map((one) => one.id)).toEqual([loan.id])
    expect((await loans.ofUnit('marketing')).items.map((one) => one.state)).toEqual(['granted'])
    expect((await loans.ofUnit('research')).items).toEqual([])
  })

  it('loses no place of ten taken at the same moment', async () => {
    const { id } = await applied({ cap: 50 })
    await Promise.all(
      Array.from({ length: 6 }, () =>
        loans.change(id, (current) => ({
          next: { ...current, used: current.used + 1 },
          happened: { by: 'chen-yu', type: 'LoanPosted', facts: {} },
        })),
      ),
    )
    expect((await loans.withId(id)).used).toBe(6)
    expect(firstBreak(await loans.ledger(id))).toBeUndefined()
  })

  it.each([
    ['granted and in the window', { state: 'granted' as const }, within, true],
    ['open and in the window', { state: 'open' as const }, within, true],
    ['recalled', { state: 'recalled' as const }, within, false],
    ['past its end', { state: 'open' as const }, new Date('2026-11-26T01:00:00.000Z'), false],
    ['before its window', { state: 'granted' as const }, new Date('2026-11-24T00:59:59.999Z'), false],
  ])('lets an intent ride on a loan that is %s only as it should', async (_, change, now, passes) => {
    const { id } = await applied(change)
    const intent = given.table.transact([{ put: { pk: 'INTENT', sk: 'X' } }, stillLentCheck(id, now)])
    if (passes) await expect(intent).resolves.toBeUndefined()
    else await expect(intent).rejects.toBeInstanceOf(ConditionFailed)
    expect((await given.table.get({ pk: 'INTENT', sk: 'X' })) !== undefined).toBe(passes)
  })
})
