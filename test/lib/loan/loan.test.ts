import { checkApplication } from '../../../lib/loan/application'
import { moved, termsHashOf, type LoanState } from '../../../lib/loan/loan'
import { checkPost, whyNot } from '../../../lib/loan/may-post'
import type { Refusal } from '../../../lib/platform/refusal'
import { aLoan, aPerson, chenYu, within } from './given-loan'

const by = { id: 'zhou-heng', name: '周衡', at: within.toISOString() }
const refusalOf = (act: () => unknown): Refusal => {
  try {
    act()
  } catch (error) {
    return error as Refusal
  }
  throw new Error('nothing was refused')
}
const characters = (count: number) => '展'.repeat(count)

describe('whether a borrower may post now (article 12)', () => {
  it('lets a borrower post in the window below the cap, also before the clock has opened the loan by itself', () => {
    expect(whyNot(aLoan(), chenYu, within)).toBeUndefined()
    expect(whyNot(aLoan({ state: 'open', used: 2 }), chenYu, within)).toBeUndefined()
  })

  it.each([
    ['a millisecond before the window', aLoan(), '2026-11-24T00:59:59.999Z', 'LoanNotOpen', '起才可以'],
    ['at the end of the window', aLoan({ state: 'open' }), '2026-11-26T01:00:00.000Z', 'LoanOver', '到期'],
    ['after the clock ended it', aLoan({ state: 'ended' }), '2026-11-24T02:00:00.000Z', 'LoanOver', '到期'],
    [
      'over the cap',
      aLoan({ state: 'open', used: 3 }),
      '2026-11-24T02:00:00.000Z',
      'LoanSpent',
      '3 条已用完',
    ],
    [
      'after the recall, with its reason',
      aLoan({ state: 'recalled', end: { ...by, reason: '出现不当言论' } }),
      '2026-11-24T02:00:00.000Z',
      'LoanRecalled',
      '出现不当言论',
    ],
    [
      'before it was granted',
      aLoan({ state: 'applied' }),
      '2026-11-24T02:00:00.000Z',
      'LoanNotOpen',
      '待批准',
    ],
    [
      'of a loan refused',
      aLoan({ state: 'refused' }),
      '2026-11-24T02:00:00.000Z',
      'LoanNotOpen',
      '没有获得批准',
    ],
  ])('refuses %s and says so in both languages', (_, loan, at, code, says) => {
    const refusal = whyNot(loan, chenYu, new Date(at))
    expect(refusal?.code).toBe(code)
    expect(refusal?.said.zh).toContain(says)
    expect(refusal?.said.en).toMatch(/[a-z]/)
  })

  it('refuses who is not named, who left and who lost the role, whatever the loan says', () => {
    const stranger = aPerson('sun-yue', '孙悦', ['officer'])
    expect(whyNot(aLoan(), stranger, within)?.code).toBe('NotBorrower')
    const left = { ...chenYu, leftOn: '2026-11-24' }
    expect(whyNot(aLoan(), left, within)?.code).toBe('BorrowerLeft')
    const moved = {
      ...chenYu,
      grants: [{ role: 'officer' as const, unitId: 'research', from: '2026-01-01' }],
    }
    expect(whyNot(aLoan(), moved, within)?.code).toBe('BorrowerLeft')
    const ended = { ...chenYu, grants: [{ ...chenYu.grants[0]!, until: '2026-11-23' }] }
    expect(whyNot(aLoan(), ended, within)?.code).toBe('BorrowerLeft')
  })
})

describe('what may be posted under a loan', () => {
  it('takes 140 characters and refuses 141, with limit and count', () => {
    expect(checkPost(characters(140), [])).toEqual([])
    const refusal = refusalOf(() => checkPost(characters(141), []))
    expect(refusal.code).toBe('PolicyRefused')
    expect(refusal.details).toEqual([
      expect.objectContaining({ rule: 'weibo.too-long', limit: 140, seen: 141 }),
    ])
  })

  it('refuses an empty text and a security marking', () => {
    expect(refusalOf(() => checkPost('  ', [])).details[0]?.rule).toBe('weibo.required')
    expect(refusalOf(() => checkPost('机密★10年 展会方案', [])).details[0]?.rule).toBe('screen.marking')
  })

  it('asks for an answer to every hit of the word screen and keeps the answers', () => {
    const text = '我们是全国最好的阀门厂，产品国家级'
    const refusal = refusalOf(() => checkPost(text, []))
    expect(refusal.code).toBe('PolicyRefused')
    const hits = refusal.details.length
    expect(hits).toBeGreaterThan(0)
    expect(refusal.facts['unanswered']).toBe(hits)
    const short = refusalOf(() => checkPost(text, [...Array<string>(hits - 1).fill('有检测报告'), '  ']))
    expect(short.facts['unanswered']).toBe(1)
    expect(checkPost(text, Array<string>(hits).fill(' 有检测报告 '))).toEqual(
      Array.from({ length: hits }, () => ({ hit: expect.any(String), answer: '有检测报告' })),
    )
  })
})

describe('an application', () => {
  const now = new Date('2026-11-23T01:00:00.000Z')
  const rules = (change: { from?: string; until?: string; cap?: number }, borrowers = [chenYu]) =>
    refusalOf(() => checkApplication({ ...aLoan(), ...change }, borrowers, now)).details.map(
      (one) => one.rule,
    )

  it('fits when the window is ahead, the people are of the unit and the cap is in bounds', () => {
    expect(() => checkApplication(aLoan(), [chenYu], now)).not.toThrow()
  })

  it('says of the window that it is over, upside down, too long or too far ahead', () => {
    expect(rules({ from: '2026-11-20T01:00:00.000Z', until: '2026-11-21T01:00:00.000Z' })).toEqual([
      'loan.window-past',
    ])
    expect(rules({ from: '2026-11-25T01:00:00.000Z', until: '2026-11-25T01:00:00.000Z' })).toEqual([
      'loan.window-short',
    ])
    expect(rules({ until: '2026-12-25T01:00:00.001Z' })).toEqual(['loan.window-long'])
    expect(rules({ from: '2027-06-24T01:00:00.000Z', until: '2027-06-25T01:00:00.000Z' })).toEqual([
      'loan.window-far',
    ])
  })

  it('names each person who is not of the unit or holds no role in it, and a cap above the bound', () => {
    const stranger = aPerson('li-na', '李娜', ['officer'], { unitId: 'research' })
    const idle = aPerson('bai-lu', '白鹭', [])
    expect(rules({ cap: 51 }, [chenYu, stranger, idle])).toEqual([
      'loan.borrower',
      'loan.borrower',
      'loan.cap',
    ])
  })
})

describe('the states of a loan', () => {
  const states: LoanState[] = [
    'applied',
    'granted',
    'open',
    'ended',
    'recalled',
    'refused',
    'expired',
    'withdrawn',
  ]
  const ways: Record<string, LoanState[]> = {
    applied: ['granted', 'refused', 'expired', 'withdrawn'],
    granted: ['open', 'ended', 'recalled'],
    open: ['ended', 'recalled'],
  }
  it.each(states)('from %s lead where they may and nowhere else', (state) => {
    const reached = states.filter((next) => {
      try {
        moved(aLoan({ state }), next, by)
        return true
      } catch {
        return false
      }
    })
    expect(reached).toEqual(ways[state] ?? [])
  })

  it('tell a second decider who came first, when and how', () => {
    const granted = moved(aLoan({ state: 'applied' }), 'granted', by)
    const refusal = refusalOf(() => moved(granted, 'refused', { ...by, name: '林静' }))
    expect(refusal.code).toBe('AlreadyDecided')
    expect(refusal.facts).toMatchObject({ by: '周衡', at: by.at, kind: 'approved' })
  })

  it('keep one hash for the same terms in any order of people, and another for any other terms', () => {
    const loan = aLoan()
    const turned = { ...loan, borrowers: [...loan.borrowers].reverse() }
    expect(termsHashOf(turned)).toBe(loan.termsHash)
    for (const change of [{ cap: 4 }, { until: '2026-11-26T01:00:00.001Z' }, { event: '别的活动' }])
      expect(termsHashOf({ ...loan, ...change })).not.toBe(loan.termsHash)
  })
})
