import { occurrencesOf } from '../../../local/schedules/expression'

const next = (expression: string, from: string, zone = 'Asia/Shanghai') => {
  const at = occurrencesOf(expression, zone).after(Date.parse(from))
  return at === undefined ? undefined : new Date(at).toISOString()
}

describe('schedule expressions', () => {
  it.each([
    ['rate(5 minutes)', '2026-03-04T01:02:03Z', '2026-03-04T01:05:00.000Z'],
    ['rate(1 hour)', '2026-03-04T01:00:00Z', '2026-03-04T02:00:00.000Z'],
    // 09:00 in Beijing is 01:00 UTC.
    ['cron(0 9 * * ? *)', '2026-03-04T00:59:59Z', '2026-03-04T01:00:00.000Z'],
    ['cron(0 9 * * ? *)', '2026-03-04T01:00:00Z', '2026-03-05T01:00:00.000Z'],
    // 2026-03-06 is a Friday: AWS counts Monday as 2.
    ['cron(0 9 ? * 2-6 *)', '2026-03-06T02:00:00Z', '2026-03-09T01:00:00.000Z'],
    ['cron(0 9 ? * MON *)', '2026-03-06T02:00:00Z', '2026-03-09T01:00:00.000Z'],
    ['cron(0/15 8-18 ? * * *)', '2026-03-06T00:01:00Z', '2026-03-06T00:15:00.000Z'],
    ['cron(0 0 L * ? *)', '2026-02-10T00:00:00Z', '2026-02-27T16:00:00.000Z'],
  ])('%s after %s is %s', (expression, from, wanted) => {
    expect(next(expression, from)).toBe(wanted)
  })

  it('follows summer time of its zone', () => {
    expect(next('cron(0 9 * * ? *)', '2026-07-01T00:00:00Z', 'Europe/Berlin')).toBe(
      '2026-07-01T07:00:00.000Z',
    )
    expect(next('cron(0 9 * * ? *)', '2026-01-01T00:00:00Z', 'Europe/Berlin')).toBe(
      '2026-01-01T08:00:00.000Z',
    )
  })

  it.each(['at(2026-03-04T00:00:00)', 'cron(0 9 * * *)', 'cron(0 9 * * ? 2027)', 'rate(5 seconds)'])(
    'refuses %s by name',
    (expression) => {
      expect(() => occurrencesOf(expression, 'UTC')).toThrow(expression)
    },
  )
})
