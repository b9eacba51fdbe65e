import { missingYears, warnOfHolidays } from '../../../lib/calendar/warn-of-holidays'
import { statutoryYear } from '../../../lib/calendar/statutory'
import { holidayStore, shippedList, withYears } from '../../../lib/calendar/store'
import { givenCompany } from '../../kit/company'

it.each([
  ['2026-09-30', [2026], []],
  ['2026-10-01', [2026], [2027]],
  ['2026-12-31', [2026, 2027], []],
  ['2027-01-01', [2026], [2027]],
  ['2027-11-01', [2026], [2027, 2028]],
])('on %s with %j published, %j are missing', (today, published, missing) => {
  expect(missingYears(published, today)).toEqual(missing)
})

it('tells administrators once a week from October on, until the year is published', async () => {
  const company = await givenCompany()
  const { people, room, table } = company
  await people.grant('xu-wen', { role: 'admin', unitId: 'office', from: '2026-01-01' })
  const holidays = holidayStore(table)
  const warn = warnOfHolidays({ ...room, holidays })
  const warned = async (from: string, days: number) => {
    const before = company.letters.length
    company.at(`${from}T09:00:00+08:00`)
    for (let day = 0; day < days; day++, company.later(24 * 60)) await warn()
    return company.letters.slice(before)
  }
  expect(await warned('2026-09-01', 30)).toEqual([])
  const letters = await warned('2026-10-01', 28)
  expect(letters.length).toBeGreaterThanOrEqual(4)
  expect(letters.length).toBeLessThanOrEqual(5)
  expect(letters[0]).toMatchObject({ to: 'xu-wen@jiangnan.example' })
  expect(letters[0]?.subject).toContain('2027')
  expect(letters[0]?.reminder).toBeDefined()
  const years = withYears(shippedList(), [statutoryYear(2027)])
  await holidays.publish({ number: 2, years, fingerprint: 'of the test' }, [])
  expect(await warned('2026-11-01', 30)).toEqual([])
  expect(await warn()).toEqual({ missing: [] })
})
