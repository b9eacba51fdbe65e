import type { Refusal } from '../../../lib/platform/refusal'
import { recallLoan } from '../../../lib/loan/recall-loan'
import { givenLoans, type GivenLoans } from './given-desk'

let given: GivenLoans
beforeEach(async () => {
  given = await givenLoans()
})
afterEach(() => given.close())

const subjects = (id: string) =>
  given
    .lettersTo(id)
    .map((letter) => letter.subject.replace(/^【签发】|：上海阀门展直播$/g, ''))
    .filter((subject) => !subject.startsWith('请审批'))

describe('the course of a granted loan', () => {
  it('opens at its hour, announces its last day, ends by the clock and reports; each once', async () => {
    const loanId = await given.granted()
    expect(await given.verbs.look({ loanId })).toEqual({ state: 'granted', waitSeconds: 24 * 3600 })
    await given.verbs.look({ loanId })
    expect(subjects('chen-yu')).toEqual(['微博账号借用已批准'])

    given.at('2026-11-24T00:59:59.000Z')
    expect(await given.verbs.look({ loanId })).toEqual({ state: 'granted', waitSeconds: 1 })
    given.at('2026-11-24T01:00:00.000Z')
    expect(await given.verbs.look({ loanId })).toEqual({ state: 'open', waitSeconds: 24 * 3600 })
    given.at('2026-11-25T01:00:00.000Z')
    await given.verbs.look({ loanId })
    expect(await given.verbs.look({ loanId })).toEqual({ state: 'open', waitSeconds: 24 * 3600 })
    expect(subjects('wang-lei')).toEqual(['微博账号借用已批准', '微博账号借用即将到期'])

    given.at('2026-11-26T01:00:00.000Z')
    expect(await given.verbs.look({ loanId })).toMatchObject({ state: 'ended' })
    expect(await given.verbs.close({ loanId })).toMatchObject({ outcome: 'ended' })
    await given.verbs.close({ loanId })
    for (const reader of ['zhou-heng', 'xu-wen', 'chen-yu', 'wang-lei'])
      expect(subjects(reader).at(-1)).toBe('微博账号借用结束报告')
    expect(subjects('zhou-heng')).toEqual(['微博账号借用结束报告'])
    const ledger = await given.loans.ledger(loanId)
    expect(ledger.map((event) => event.type)).toEqual([
      ...['LoanApplied', 'LoanAsked', 'LoanGranted', 'LoanGrantTold', 'LoanOpened'],
      ...['LoanEndAnnounced', 'LoanEnded', 'LoanReported'],
    ])
    expect(ledger.at(-1)?.facts).toEqual({ posts: [], unused: 2 })
  })

  it('is recalled in one action with its reason, tells everybody at once and wakes its machine', async () => {
    const loanId = await given.granted()
    await given.verbs.await({ loanId, awaits: 'granted', taskToken: 'token-2', waitSeconds: 3600 })
    const by = await given.who('xu-wen')
    await given.verbs.recall({ loanId, reason: '出现不当言论', by })
    await given.verbs.recall({ loanId, reason: '再按一次', by })
    expect((await given.loans.withId(loanId)).end).toMatchObject({ name: '许雯', reason: '出现不当言论' })
    expect(given.woken).toContain('token-2')
    expect(await given.verbs.look({ loanId })).toMatchObject({ state: 'recalled' })
    await given.verbs.close({ loanId })
    expect(subjects('chen-yu')).toEqual(['微博账号借用已收回', '微博账号借用结束报告'])
    expect(given.lettersTo('chen-yu').at(-2)?.text).toContain('出现不当言论')
  })

  it('answers a machine that begins to wait after the loan has moved', async () => {
    const loanId = await given.granted()
    await given.verbs.await({ loanId, awaits: 'applied', taskToken: 'late', waitSeconds: 3600 })
    expect(given.woken).toEqual(['late'])
  })

  it('delivers a recall by the watch when the call that made it died', async () => {
    const loanId = await given.granted()
    await given.verbs.look({ loanId })
    await given.verbs.await({ loanId, awaits: 'granted', taskToken: 'token-3', waitSeconds: 3600 })
    const dies = { ...given.room.waits, wake: () => Promise.reject(new Error('the process died')) }
    const recalling = recallLoan({ ...given.room, waits: dies })
    await expect(recalling({ loanId, reason: '误批', by: await given.who('zhou-heng') })).rejects.toThrow(
      'died',
    )
    expect(given.woken).toEqual([])
    given.at('2026-11-23T01:01:00.000Z')
    expect(await given.verbs.watch()).toMatchObject({ moved: 1 })
    expect(given.woken).toEqual(['token-3'])
    await given.verbs.close({ loanId })
    expect(await given.verbs.watch()).toMatchObject({ moved: 0 })
  })

  it('is taken back by the clock of roles: when no borrower holds one any more', async () => {
    const loanId = await given.granted()
    for (const [id, role] of [
      ['chen-yu', 'officer'],
      ['wang-lei', 'unit-head'],
    ] as const) {
      expect(await given.verbs.look({ loanId })).toMatchObject({ state: 'granted' })
      await given.people.grant(id, { role, unitId: 'marketing', from: '2026-01-01', until: '2026-11-22' })
    }
    expect(await given.verbs.look({ loanId })).toMatchObject({ state: 'recalled' })
    expect((await given.loans.withId(loanId)).end).toMatchObject({ id: 'system' })
  })

  it('cannot be recalled before it was granted or after it ended, and says so', async () => {
    const by = await given.who('xu-wen')
    const applied = await given.asked()
    const refusal = (await given.verbs
      .recall({ loanId: applied, reason: '早了', by })
      .catch((error: Refusal) => error)) as Refusal
    expect(refusal.code).toBe('WrongState')
  })

  it('is closed with its trouble when its machine broke: no right is left that nobody watches', async () => {
    const waiting = await given.asked()
    await given.verbs.close({ loanId: waiting, trouble: 'States.Runtime' })
    expect(await given.stateOf(waiting)).toBe('expired')
    const lent = await given.granted()
    await given.verbs.close({ loanId: lent, trouble: 'States.Runtime' })
    expect(await given.stateOf(lent)).toBe('recalled')
  })
})
