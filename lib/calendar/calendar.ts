import * as z from 'zod'
import { beijingDate, type IsWorkingDay } from '../policy/working-days'
import { datesFrom, isWeekend, type HolidayList, type HolidayYear } from './holidays'
import { statutoryYear } from './statutory'

/** By what a deadline was counted: the number of the list, and the years within it that nobody had published. */
export const Counted = z.object({
  calendar: z.number().int().positive(),
  unpublished: z.array(z.number().int()).default([]),
})
export type Counted = z.infer<typeof Counted>

/** The company's calendar as it stands at one moment. */
export interface WorkCalendar {
  number: number
  isWorkingDay: IsWorkingDay
  /** years from the one instant to the other whose holidays are not published */
  unpublished: (from: Date, until: Date) => number[]
  counted: (from: Date, until: Date) => Counted
}

/** Reads the calendar; once an invocation, by whatever counts working days in it. */
export type ReadCalendar = () => Promise<WorkCalendar>

const setsOf = ({ holidays, workdays }: HolidayYear) => ({
  off: new Set(holidays.flatMap(({ from, until }) => datesFrom(from, until))),
  worked: new Set(workdays),
})
const yearOf = (date: string) => Number(date.slice(0, 4))

/** The working days of the company's list; a year it does not hold counts by the days of the law. */
export function calendarOf({ number, years }: HolidayList): WorkCalendar {
  const published = new Set(years.map(({ year }) => year))
  const known = new Map(years.map((year) => [year.year, setsOf(year)]))
  const inYear = (year: number) => {
    const found = known.get(year) ?? setsOf(statutoryYear(year))
    known.set(year, found)
    return found
  }
  const unpublished = (from: Date, until: Date) => {
    const touched: number[] = []
    for (let year = yearOf(beijingDate(from)); year <= yearOf(beijingDate(until)); year++)
      if (!published.has(year)) touched.push(year)
    return touched
  }
  return {
    number,
    isWorkingDay: (date) => {
      const { off, worked } = inYear(yearOf(date))
      return worked.has(date) || (!off.has(date) && !isWeekend(date))
    },
    unpublished,
    counted: (from, until) => ({ calendar: number, unpublished: unpublished(from, until) }),
  }
}
