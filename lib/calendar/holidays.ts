import * as z from 'zod'

/** A holiday with its days off, both Beijing dates inclusive; weekends within it count with it. */
const Holiday = z.strictObject({
  name: z.string().trim().min(1).max(20),
  from: z.iso.date(),
  until: z.iso.date(),
})

/** One year as the State Council publishes it: days off, and the weekend days that are worked instead (调休). */
export const HolidayYear = z.strictObject({
  year: z.number().int().min(2024).max(2100),
  holidays: z.array(Holiday).max(40),
  workdays: z.array(z.iso.date()).max(40),
})
export type HolidayYear = z.infer<typeof HolidayYear>

/** The company's list: every year that is published, oldest first. */
export const HolidayList = z.object({ number: z.number().int().positive(), years: z.array(HolidayYear) })
export type HolidayList = z.infer<typeof HolidayList>

const dayMs = 86_400_000

/** Every date from the one to the other, both inclusive. */
export function datesFrom(from: string, until: string): string[] {
  const dates: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(until); at += dayMs)
    dates.push(new Date(at).toISOString().slice(0, 10))
  return dates
}

export const isWeekend = (date: string): boolean => [0, 6].includes(new Date(date).getUTCDay())
