import { getDayDetail } from 'chinese-days'
import { datesFrom, isWeekend, type HolidayYear } from './holidays'

/** The Chinese name of a day as the library gives it: `Spring Festival,春节,4`. */
const nameOf = (said: string): string => said.split(',')[1] ?? said

/** A year as the library `chinese-days` knows it; undefined where it knows nothing but weekends. */
export function yearFromLibrary(year: number): HolidayYear | undefined {
  const holidays: HolidayYear['holidays'] = []
  const workdays: string[] = []
  let yesterday: string | undefined
  for (const date of datesFrom(`${year}-01-01`, `${year}-12-31`)) {
    const { work, name } = getDayDetail(date)
    const special = name.includes(',')
    if (special && work && isWeekend(date)) workdays.push(date)
    const holiday = special && !work ? nameOf(name) : undefined
    const last = holidays.at(-1)
    if (holiday !== undefined && holiday === yesterday && last) last.until = date
    else if (holiday !== undefined) holidays.push({ name: holiday, from: date, until: date })
    yesterday = holiday
  }
  return holidays.length === 0 ? undefined : { year, holidays, workdays }
}
