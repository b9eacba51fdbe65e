import * as z from 'zod'
import { HolidayList } from '../calendar/holidays'
import { Suggested } from '../calendar/propose'
import { ListedHolidays } from '../calendar/store'

/** What the portal's API says of the company's holidays. */

export const ShownHolidays = z.object({
  /** what counts now */
  list: HolidayList,
  /** years to publish next, with what is known of them */
  suggested: z.array(Suggested),
  /** newest first, without the one that comes with the product */
  versions: z.array(ListedHolidays.omit({ years: true })),
  next: z.string().optional(),
})
export type ShownHolidays = z.infer<typeof ShownHolidays>

export const PublishedHolidays = z.object({ version: ListedHolidays })
export type PublishedHolidays = z.infer<typeof PublishedHolidays>
