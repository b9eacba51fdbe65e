import { getSolarDateFromLunar, getSolarTermDate } from 'chinese-days'
import { datesFrom, isWeekend, type HolidayYear } from './holidays'

const dayMs = 86_400_000
const after = (date: string, days: number) =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)

/** A day of the lunar year that begins in this year; the library's table agrees with the observatory's, ICU does not (0045). */
const lunar = (year: number, month: number, day: number): string => {
  const two = (number: number) => String(number).padStart(2, '0')
  return getSolarDateFromLunar(`${year}-${two(month)}-${two(day)}`).date
}

/** The days everybody has off by law, as dates (全国年节及纪念日放假办法, as of 2025: 13 days). */
function fixedDays(year: number): { name: string; from: string; days: number }[] {
  const newYear = lunar(year, 1, 1)
  return [
    { name: '元旦', from: `${year}-01-01`, days: 1 },
    // New Year's Eve, which is off since 2025, and the first three days.
    { name: '春节', from: after(newYear, -1), days: 4 },
    { name: '清明', from: getSolarTermDate(year, 4, 'pure_brightness'), days: 1 },
    { name: '劳动节', from: `${year}-05-01`, days: 2 },
    { name: '端午', from: lunar(year, 5, 5), days: 1 },
    { name: '中秋', from: lunar(year, 8, 15), days: 1 },
    { name: '国庆节', from: `${year}-10-01`, days: 3 },
  ]
}

/** The days everybody has off by law, each with its name. */
export const lawfulDays = (year: number): { name: string; date: string }[] =>
  fixedDays(year).flatMap(({ name, from, days }) =>
    datesFrom(from, after(from, days - 1)).map((date) => ({ name, date })),
  )

/**
 * A year whose list nobody has published: the days of the law, and for each that falls on a weekend the next working
 * day, which the same law promises (补假). Which weekends will be worked instead is not known before the list.
 */
export function statutoryYear(year: number): HolidayYear {
  const fixed = fixedDays(year).map(({ name, from, days }) => ({
    name,
    dates: datesFrom(from, after(from, days - 1)),
  }))
  const off = new Set(fixed.flatMap(({ dates }) => dates))
  const holidays = fixed.map(({ name, dates }) => {
    let until = dates.at(-1)!
    let owed = dates.filter(isWeekend).length
    // Two that meet, as 中秋 within 国庆, are no weekend day twice.
    for (let date = after(until, 1); owed > 0; date = after(date, 1)) {
      if (!isWeekend(date) && !off.has(date)) {
        off.add(date)
        owed--
      }
      until = date
    }
    return { name, from: dates[0]!, until }
  })
  return { year, holidays, workdays: [] }
}
