import { outOfReach } from '../../../lib/policy/horizon'

/** Half past midnight in Beijing: the date there is not the one of UTC. */
const now = new Date('2026-11-23T16:30:00Z')

test.each(['2026-11-24', '2027-05-23'])('%s can be planned for', (date) => {
  expect(outOfReach(date, now)).toBeUndefined()
})

test('a day that has passed, or lies behind the horizon, is named with the limit', () => {
  expect(outOfReach('2026-11-23', now)?.zh).toContain('请选今天（2026-11-24）或以后')
  expect(outOfReach('2027-05-24', now)?.en).toBe(
    '2027-05-24 is too far ahead: 180 days at most; choose 2027-05-23 or before',
  )
})
