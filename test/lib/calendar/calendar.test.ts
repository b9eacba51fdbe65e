import { isWorkday } from 'chinese-days'
import { calendarOf } from '../../../lib/calendar/calendar'
import { yearFromLibrary } from '../../../lib/calendar/from-library'
import { datesFrom } from '../../../lib/calendar/holidays'
import { statutoryYear } from '../../../lib/calendar/statutory'
import { shippedList } from '../../../lib/calendar/store'
import { unpublishedNote } from '../../../lib/policy/unpublished'
import { addWorkingDays } from '../../../lib/policy/working-days'

const shipped = calendarOf(shippedList())
const beijing = (wallClock: string) => new Date(`${wallClock}:00+08:00`)

describe('the calendar that ships', () => {
  it('counts every day of 2024 to 2026 as the library alone did', () => {
    const dates = datesFrom('2024-01-01', '2026-12-31')
    expect(dates).toHaveLength(366 + 365 + 365)
    expect(dates.filter((date) => shipped.isWorkingDay(date) !== isWorkday(date))).toEqual([])
  })

  it('knows nothing of 2027, and says so of every stretch that touches it', () => {
    expect(yearFromLibrary(2027)).toBeUndefined()
    const [december, january] = [beijing('2026-12-30T10:00'), beijing('2027-01-04T10:00')]
    expect(shipped.unpublished(december, beijing('2026-12-31T23:59'))).toEqual([])
    expect(shipped.unpublished(december, january)).toEqual([2027])
    expect(shipped.counted(december, beijing('2028-01-01T00:00'))).toEqual({
      calendar: 1,
      unpublished: [2027, 2028],
    })
    expect(unpublishedNote([])).toBeUndefined()
    expect(unpublishedNote([2027])?.zh).toContain('2027 年的节假日安排尚未公布')
    expect(unpublishedNote([2027])?.en).toContain('holidays of 2027 are not published yet')
  })
})

describe('a year nobody has published', () => {
  it('has the thirteen days of the law, and the days in lieu of those on a weekend', () => {
    expect(statutoryYear(2027).holidays).toEqual([
      { name: '元旦', from: '2027-01-01', until: '2027-01-01' },
      { name: '春节', from: '2027-02-05', until: '2027-02-10' },
      { name: '清明', from: '2027-04-05', until: '2027-04-05' },
      { name: '劳动节', from: '2027-05-01', until: '2027-05-04' },
      { name: '端午', from: '2027-06-09', until: '2027-06-09' },
      { name: '中秋', from: '2027-09-15', until: '2027-09-15' },
      { name: '国庆节', from: '2027-10-01', until: '2027-10-05' },
    ])
  })

  it('has as many days off from work as the law gives, in each of forty years', () => {
    for (let year = 2027; year < 2067; year++) {
      const calendar = calendarOf({ number: 1, years: [] })
      const off = datesFrom(`${year}-01-01`, `${year}-12-31`).filter(
        (date) => !calendar.isWorkingDay(date) && ![0, 6].includes(new Date(date).getUTCDay()),
      )
      // Where 中秋 lies within 国庆 a day is two of the law.
      expect({ year, off: off.length >= 12 && off.length <= 13 }).toEqual({ year, off: true })
    }
  })

  it('takes Spring Festival from the observatory’s tables: 6 February 2027, 3 February 2030', () => {
    expect(statutoryYear(2027).holidays[1]?.from).toBe('2027-02-05')
    expect(statutoryYear(2030).holidays[1]?.from).toBe('2030-02-02')
  })

  it('agrees with the lists of 2025 and 2026 on every day of the law', () => {
    for (const year of [2025, 2026]) {
      const [law] = [statutoryYear(year)]
      const published = yearFromLibrary(year)!
      const off = published.holidays.flatMap(({ from, until }) => datesFrom(from, until))
      for (const { from } of law.holidays) expect(off).toContain(from)
    }
  })

  it('gives a tier asked before Spring Festival 2027 until after it', () => {
    expect(addWorkingDays(beijing('2027-02-04T10:00'), 1, shipped.isWorkingDay)).toEqual(
      beijing('2027-02-11T10:00'),
    )
  })
})

it('counts by what the company published, worked weekends included', () => {
  const calendar = calendarOf({
    number: 2,
    years: [
      {
        year: 2027,
        holidays: [{ name: '春节', from: '2027-02-05', until: '2027-02-13' }],
        workdays: ['2027-02-20'],
      },
    ],
  })
  expect(
    ['2027-02-04', '2027-02-05', '2027-02-12', '2027-02-15', '2027-02-20', '2027-02-21'].map(
      calendar.isWorkingDay,
    ),
  ).toEqual([true, false, false, true, true, false])
  expect(calendar.unpublished(beijing('2027-01-01T00:00'), beijing('2027-12-31T00:00'))).toEqual([])
})
