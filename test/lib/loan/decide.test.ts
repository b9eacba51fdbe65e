import { firstBreak } from '../../../lib/ledger/event'
import type { Refusal } from '../../../lib/platform/refusal'
import { givenLoans, type GivenLoans } from './given-desk'

let given: GivenLoans
beforeEach(async () => {
  given = await givenLoans()
})
afterEach(() => given.close())

const refusalOf = async (act: Promise<unknown>): Promise<Refusal> =>
  act.then(
    () => {
      throw new Error('nothing was refused')
    },
    (error: Refusal) => error,
  )

describe('an application for the Weibo account', () => {
  it('is written once however often it is sent, and its machine is started by its name', async () => {
    const by = await given.who('chen-yu')
    const first = await given.verbs.apply({ ...given.application, key: 'the-same-key', by })
    const again = await given.verbs.apply({ ...given.application, key: 'the-same-key', by })
    expect(again).toEqual(first)
    expect(given.started).toEqual([first.id, first.id])
    expect(await given.loans.ledger(first.id)).toHaveLength(1)
    const other = given.verbs.apply({ ...given.application, cap: 3, key: 'the-same-key', by })
    expect((await refusalOf(other)).code).toBe('KeyReused')
  })

  it('is moved on by the watch when its machine was never started', async () => {
    const by = await given.who('chen-yu')
    const { id } = await given.verbs.apply({ ...given.application, key: 'the-same-key', by })
    given.started.length = 0
    given.at('2026-11-23T01:01:00.000Z')
    expect(await given.verbs.watch()).toMatchObject({ moved: 1 })
    expect(given.started).toEqual([id])
    await given.verbs.ask({ loanId: id })
    expect(await given.verbs.watch()).toMatchObject({ moved: 0 })
  })

  it('is refused from outside the unit, for people of another unit, and when nobody may decide', async () => {
    const apply = async (by: string, change: object) =>
      refusalOf(
        given.verbs.apply({ ...given.application, ...change, key: 'another-key', by: await given.who(by) }),
      )
    expect((await apply('li-na', {})).code).toBe('NotAllowed')
    expect((await apply('chen-yu', { borrowerIds: ['li-na'] })).details[0]?.rule).toBe('loan.borrower')
    expect((await apply('chen-yu', { borrowerIds: ['nobody'] })).code).toBe('NotFound')
    const office = { unitId: 'office', borrowerIds: ['zhou-heng'] }
    expect((await apply('xu-wen', office)).code).toBe('NothingToAsk')
    expect((await apply('zhou-heng', { ...office, borrowerIds: ['xu-wen'] })).code).toBe('NothingToAsk')
  })
})

describe('separation of duty (invariant 6)', () => {
  const substitute = () =>
    given.people.nameSubstitute('zhou-heng', {
      substituteId: 'lin-jing',
      from: '2026-11-01',
      until: '2026-12-31',
    })
  const ofOffice = { unitId: 'office', borrowerIds: ['xu-wen'] }

  it('lets a substitute grant in place of the head, and the record names both', async () => {
    await substitute()
    const id = await given.asked()
    expect((await given.decide('lin-jing', 'approve')).statusCode).toBe(200)
    expect((await given.loans.withId(id)).decision).toMatchObject({
      id: 'lin-jing',
      standsInFor: 'zhou-heng',
    })
  })

  it('lets no substitute stand in for a head who applied or borrows', async () => {
    await substitute()
    const key = 'the-heads-own'
    const by = await given.who('zhou-heng')
    expect((await refusalOf(given.verbs.apply({ ...given.application, ...ofOffice, key, by }))).code).toBe(
      'NothingToAsk',
    )
    const borrowing = { ...ofOffice, borrowerIds: ['zhou-heng'] }
    const officer = await given.who('xu-wen')
    expect(
      (await refusalOf(given.verbs.apply({ ...given.application, ...borrowing, key, by: officer }))).code,
    ).toBe('NothingToAsk')
  })

  it('asks nobody with a hand in the loan, be it as substitute, and refuses them at the link too', async () => {
    await given.people.nameSubstitute('zhou-heng', {
      substituteId: 'xu-wen',
      from: '2026-11-01',
      until: '2026-12-31',
    })
    const id = await given.asked(ofOffice, 'xu-wen')
    expect((await given.askedOf(id)).map((ask) => ask.personId)).toEqual(['zhou-heng'])
    // As if rows had been made by hand: the link itself looks again.
    const { token } = given.mailTo('zhou-heng')
    await given.loans.change(id, (loan) => ({
      next: { ...loan, borrowers: [{ id: 'zhou-heng', name: '周衡' }] },
      happened: { by: 'system', type: 'Tampered', facts: {} },
    }))
    const refusal = await refusalOf(given.door.show(token))
    expect([refusal.code, refusal.details[0]?.rule]).toEqual(['SameHand', 'duty.own-loan'])
  })
})

describe('the link of the mail (invariant 4)', () => {
  it('changes nothing by being opened, however often', async () => {
    const id = await given.asked()
    const { token, code } = given.mailTo('zhou-heng')
    const before = await given.table.partition(`LOAN#${id}`)
    const page = await given.door.show(token)
    await given.door.show(token)
    expect(page.body).toContain('上海阀门展直播')
    expect(page.body).not.toContain(code)
    expect(page.body).not.toContain('<script')
    expect(await given.table.partition(`LOAN#${id}`)).toEqual(before)
  })

  it('grants by nonce and mailed code, once; the second is told who was first', async () => {
    const id = await given.asked()
    await given.verbs.await({ loanId: id, awaits: 'applied', taskToken: 'token-1', waitSeconds: 3600 })
    expect(given.woken).toEqual([])
    const { token, code } = given.mailTo('zhou-heng')
    const nonce = await given.nonceOf(token)
    const body = { nonce, choice: 'approve' as const, code, answers: [] }
    const taken = await Promise.allSettled([
      given.door.take({ path: { token }, body }),
      given.door.take({ path: { token }, body }),
    ])
    expect(taken.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await given.stateOf(id)).toBe('granted')
    expect(given.woken).toEqual(['token-1'])
    const refusal = await refusalOf(given.door.show(token))
    expect(refusal).toMatchObject({ code: 'AlreadyDecided', facts: { by: '周衡', kind: 'approved' } })
    const ledger = await given.loans.ledger(id)
    expect(ledger.map((event) => event.type)).toEqual(['LoanApplied', 'LoanAsked', 'LoanGranted'])
    expect(firstBreak(ledger)).toBeUndefined()
  })

  it('takes no decision without the nonce of its own page, without code, or a refusal without reason', async () => {
    const id = await given.asked()
    const { token, code } = given.mailTo('zhou-heng')
    const nonce = await given.nonceOf(token)
    const take = (body: object) =>
      given.door.take({ path: { token }, body: { nonce, choice: 'approve', answers: [], ...body } })
    expect((await take({ nonce: '9999999999999.forged', code })).statusCode).toBe(409)
    expect((await take({})).statusCode).toBe(403)
    expect((await take({ choice: 'reject', reason: '  ' })).statusCode).toBe(400)
    expect(await given.stateOf(id)).toBe('applied')
    expect((await take({ choice: 'reject', reason: '时间与发布会冲突' })).statusCode).toBe(200)
    expect((await given.loans.withId(id)).decision?.reason).toBe('时间与发布会冲突')
  })

  it('locks after five wrong codes and mails a new one; only that one decides', async () => {
    const id = await given.asked()
    const { token, code } = given.mailTo('zhou-heng')
    const nonce = await given.nonceOf(token)
    const wrong = code === '111111' ? '222222' : '111111'
    const body = { nonce, choice: 'approve' as const, code: wrong, answers: [] }
    for (let n = 0; n < 4; n++)
      expect((await given.door.take({ path: { token }, body })).statusCode).toBe(403)
    expect((await refusalOf(given.door.take({ path: { token }, body }))).code).toBe('LinkLocked')
    expect((await refusalOf(given.door.take({ path: { token }, body: { ...body, code } }))).code).toBe(
      'LinkLocked',
    )
    expect(given.mailTo('zhou-heng').token).not.toBe(token)
    expect((await given.decide('zhou-heng', 'approve')).statusCode).toBe(200)
    expect(await given.stateOf(id)).toBe('granted')
  })

  it('is void once the person lost the role, the unit withdrew, or the window is over', async () => {
    const id = await given.asked()
    const { token } = given.mailTo('zhou-heng')
    await given.people.grant('zhou-heng', {
      role: 'department-head',
      unitId: 'office',
      from: '2026-01-01',
      until: '2026-11-22',
    })
    expect((await refusalOf(given.door.show(token))).code).toBe('NotAsked')
    await given.people.grant('zhou-heng', { role: 'department-head', unitId: 'office', from: '2026-01-01' })
    given.at('2026-11-26T01:00:00.000Z')
    expect((await refusalOf(given.door.show(token))).code).toBe('LinkExpired')
    given.at('2026-11-23T02:00:00.000Z')
    await given.verbs.withdraw({ loanId: id, by: await given.who('wang-lei') })
    expect((await refusalOf(given.door.show(token))).facts['kind']).toBe('withdrawn')
  })
})

/** Something happens after everything was looked at, right before the next write of a loan. */
function meanwhile(act: () => Promise<unknown>): void {
  const { change } = given.loans
  given.loans.change = async (...args) => {
    given.loans.change = change
    await act()
    return change(...args)
  }
}

describe('an application nobody decides (invariant 5)', () => {
  it('is reminded, told to the editor and expires, each step once', async () => {
    const id = await given.asked({ from: '2026-12-01T01:00:00.000Z', until: '2026-12-02T01:00:00.000Z' })
    const moments = (await given.loans.withId(id)).wait!.moments
    expect(moments.map((moment) => moment.kind)).toEqual([
      'remind',
      'remind',
      'substitute',
      'editor',
      'expire',
    ])
    const seen: [string, number, number][] = []
    for (const moment of moments) {
      given.at(moment.at)
      await given.verbs.press({ loanId: id })
      await given.verbs.press({ loanId: id })
      seen.push([moment.kind, given.lettersTo('zhou-heng').length, given.lettersTo('xu-wen').length])
    }
    expect(seen).toEqual([
      ['remind', 2, 0],
      ['remind', 3, 0],
      ['substitute', 4, 0],
      ['editor', 5, 1],
      ['expire', 5, 1],
    ])
    expect(await given.stateOf(id)).toBe('expired')
    expect(await given.verbs.close({ loanId: id })).toMatchObject({ outcome: 'expired' })
    await given.verbs.close({ loanId: id })
    expect(given.lettersTo('chen-yu').map((letter) => letter.subject)).toEqual([
      '【签发】微博账号借用申请逾期关闭：上海阀门展直播',
    ])
  })

  it('expires when its window is over before anybody decided', async () => {
    const id = await given.asked({ until: '2026-11-24T02:00:00.000Z' })
    given.at('2026-11-24T02:00:00.000Z')
    expect(await given.verbs.press({ loanId: id })).toMatchObject({ state: 'expired' })
  })

  it('is not decided when its window ends between the look and the decision', async () => {
    const id = await given.asked()
    meanwhile(async () => given.at(given.application.until))
    expect((await refusalOf(given.decide('zhou-heng', 'approve'))).code).toBe('LinkExpired')
    expect(await given.stateOf(id)).toBe('applied')
    expect((await given.loans.ledger(id)).map(({ type }) => type)).not.toContain('LoanGranted')
    await given.verbs.press({ loanId: id })
    expect(await given.stateOf(id)).toBe('expired')
  })

  it('stays granted when that comes between the look and the expiry', async () => {
    const id = await given.asked({ from: '2026-12-01T01:00:00.000Z', until: '2026-12-02T01:00:00.000Z' })
    given.at((await given.loans.withId(id)).wait!.moments.at(-1)!.at)
    meanwhile(() => given.decide('zhou-heng', 'approve'))
    await given.verbs.press({ loanId: id })
    expect(await given.stateOf(id)).toBe('granted')
  })
})
