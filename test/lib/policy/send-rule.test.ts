import { checkEdition, checkQuota } from '../../../lib/policy/send-rule'

const rules = (findings: { rule: string }[]) => findings.map(({ rule }) => rule)

describe('an edition', () => {
  it.each([
    [0, ['edition.empty']],
    [1, []],
    [8, []],
    [9, ['edition.too-many']],
  ])('of %d articles is answered with %j', (articles, expected) => {
    expect(rules(checkEdition({ articles }))).toEqual(expected)
  })
})

describe('the quota (10.3)', () => {
  it.each([
    ['subscription', 0, 30, []],
    ['subscription', 1, 1, ['send.day']],
    ['service', 0, 3, []],
    ['service', 0, 4, ['send.month']],
    ['service', 1, 1, ['send.day']],
    ['service', 1, 4, ['send.day', 'send.month']],
  ] as const)(
    'of a %s account with %d today and %d this month gives %j',
    (kind, sentToday, sentThisMonth, expected) => {
      expect(rules(checkQuota({ kind, sentToday, sentThisMonth }))).toEqual(expected)
    },
  )
})
