import { loanAsks } from '../../../lib/loan/ask'
import { decideBy } from '../../../lib/loan/decide-by'
import { givenLoans, type GivenLoans } from './given-desk'

let given: GivenLoans
beforeEach(async () => {
  given = await givenLoans()
})
afterEach(() => given.close())

const everyDay = () => true

describe('until when a loan is decided', () => {
  it.each([
    ['the tier’s own working day', '2026-12-24T01:00:00Z', '2026-11-24T01:00:00.000Z'],
    ['before the window opens', '2026-11-23T06:00:00Z', '2026-11-23T06:00:00.000Z'],
    ['an hour before it opens, still before it', '2026-11-23T02:00:00Z', '2026-11-23T02:00:00.000Z'],
    ['later than that, the tier’s own', '2026-11-23T01:59:59Z', '2026-11-24T01:00:00.000Z'],
    ['begun already, the tier’s own', '2026-11-20T00:00:00Z', '2026-11-24T01:00:00.000Z'],
  ])('is %s', (_, from, deadline) => {
    expect(decideBy({ from }, new Date('2026-11-23T01:00:00Z'), everyDay).toISOString()).toBe(deadline)
  })

  it('stands in the ask, and whoever is asked is reminded before it', async () => {
    const from = '2026-11-23T08:00:00.000Z'
    const loanId = await given.asked({ from })
    const { wait } = await given.loans.withId(loanId)
    expect(wait!.deadline).toBe(from)
    expect(wait!.moments.find(({ kind }) => kind === 'remind')!.at < from).toBe(true)
    expect((await given.room.asks.waitingFor(loanAsks, 'zhou-heng')).items).toMatchObject([
      { loanId, deadline: from },
    ])
  })
})

describe('whoever else was asked for a loan', () => {
  const subjects = (id: string) => given.lettersTo(id).map(({ subject }) => subject)
  const over = (id: string) => subjects(id).filter((subject) => subject.includes('已由他人决定'))
  beforeEach(() =>
    given.people.nameSubstitute('zhou-heng', {
      ...{ substituteId: 'lin-jing', from: '2026-11-01', until: '2026-12-31' },
    }),
  )

  it('hears once that it was granted and by whom; who decided does not', async () => {
    const loanId = await given.asked()
    await given.decide('lin-jing', 'approve')
    await given.verbs.look({ loanId })
    await given.verbs.look({ loanId })
    expect(over('zhou-heng')).toHaveLength(1)
    expect(given.lettersTo('zhou-heng').at(-1)!.text).toContain('林静已批准这次借用')
    expect(over('lin-jing')).toEqual([])
  })

  it('hears that it was refused', async () => {
    const loanId = await given.asked()
    await given.decide('zhou-heng', 'reject', { reason: '与月底安排冲突' })
    await given.verbs.close({ loanId })
    await given.verbs.close({ loanId })
    expect(over('lin-jing')).toHaveLength(1)
    expect(given.lettersTo('lin-jing').at(-1)!.text).toContain('周衡没有批准这次借用')
    expect(over('zhou-heng')).toEqual([])
  })
})
