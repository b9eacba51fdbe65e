import { policy, type Channel } from '../../../lib/policy/policy'
import { routeOf } from '../../../lib/policy/route'

const tiers = (category: number, channels: Channel[], openedByOffice = false) =>
  routeOf({ category, channels, openedByOffice }).map(({ tier }) => tier)

const full = ['unit-head', 'office-review', 'department-head']
const short = ['unit-head', 'department-head']
const office = ['office-review', 'department-head']

describe('routeOf (articles 9 and 11)', () => {
  it.each([1, 2, 3, 4, 5, 7])(
    'category %d: full for WeChat, short for Weibo alone, full for both',
    (category) => {
      expect(tiers(category, ['wechat'])).toEqual(full)
      expect(tiers(category, ['weibo'])).toEqual(short)
      expect(tiers(category, ['wechat', 'weibo'])).toEqual(full)
      expect(tiers(category, ['weibo', 'wechat'])).toEqual(full)
    },
  )

  it('category 6 adds the company leader at the end', () => {
    expect(tiers(6, ['wechat'])).toEqual([...full, 'company-leader'])
    expect(tiers(6, ['weibo'])).toEqual([...short, 'company-leader'])
    expect(tiers(6, ['wechat', 'weibo'])).toEqual([...full, 'company-leader'])
  })

  it('what 企管部 opens itself still needs the department head, and two different tiers', () => {
    expect(tiers(7, ['wechat'], true)).toEqual(office)
    expect(tiers(7, ['weibo'], true)).toEqual(office)
    expect(tiers(6, ['wechat'], true)).toEqual([...office, 'company-leader'])
  })

  it('always holds the department head, at least two tiers, no tier twice, and a reason per step', () => {
    for (const { number: category } of policy.categories)
      for (const channels of [['wechat'], ['weibo'], ['wechat', 'weibo']] as Channel[][])
        for (const openedByOffice of [false, true]) {
          const steps = routeOf({ category, channels, openedByOffice })
          const names = steps.map(({ tier }) => tier)
          expect(names).toContain('department-head')
          expect(names.length).toBeGreaterThanOrEqual(2)
          expect(new Set(names).size).toBe(names.length)
          for (const { why } of steps) {
            expect(why.zh).toMatch(/\p{Script=Han}/u)
            expect(why.en).toMatch(/article|企管部/)
          }
        }
  })

  it('throws for what the policy does not know, instead of choosing a route', () => {
    expect(() => tiers(8, ['wechat'])).toThrow(RangeError)
    expect(() => tiers(1, [])).toThrow(RangeError)
  })
})
