import { hourOf, wishedHour } from '../../web/src/editions/hours'

test('an hour is shown in Beijing time, the first minute of the day as "at once", and both are asked for as shown', () => {
  expect(hourOf('2026-11-23T01:30:00.000Z')).toBe('09:30')
  expect(hourOf('2026-11-22T16:00:00.000Z')).toBe('')
  expect([wishedHour('09:30'), wishedHour('')]).toEqual(['09:30', null])
})
