import * as z from 'zod'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { absent, type Table, type Write } from '../platform/table'
import { calendarOf, type ReadCalendar } from './calendar'
import { yearFromLibrary } from './from-library'
import { HolidayList, type HolidayYear } from './holidays'

/** One version of the list of holidays. Number 1 comes with the product. */
export const ListedHolidays = HolidayList.extend({
  fingerprint: z.string(),
  by: z.string().optional(),
  name: z.string().optional(),
  at: z.iso.datetime().optional(),
  reason: z.string().optional(),
})
export type ListedHolidays = z.infer<typeof ListedHolidays>

const shippedYears = [2024, 2025, 2026]

let kept: HolidayList | undefined

/** The years that were published when this version of the product was made, as the library has them. */
export function shippedList(): HolidayList {
  kept ??= {
    number: 1,
    years: shippedYears.map((year) => {
      const known = yearFromLibrary(year)
      if (!known) throw new Error(`the library has no holidays of ${year}`)
      return known
    }),
  }
  return kept
}

const headKey = { pk: 'HOLIDAYS', sk: 'HEAD' }
const versionsList = 'HOLIDAYS#VERSIONS'
const padded = (number: number) => String(number).padStart(6, '0')
const versionKey = (number: number) => ({ pk: 'HOLIDAYS', sk: `VERSION#${padded(number)}` })

/** Versions of the company's holidays. The head is the newest version whole: one small read counts every deadline. */
export function holidayStore(table: Table) {
  const newest = async (): Promise<HolidayList> => {
    const row = await table.get(headKey)
    return row ? HolidayList.parse(row) : shippedList()
  }

  return {
    newest,

    async version(number: number): Promise<ListedHolidays | undefined> {
      const row = await table.get(versionKey(number))
      return row && ListedHolidays.parse(row)
    },

    /** Newest first, without the one that ships. */
    async versions(paging: Paging = {}): Promise<Page<ListedHolidays>> {
      const rows = await pageOf(table, versionsList, { ...paging, newestFirst: true })
      return mapPage(rows, (row) => ListedHolidays.parse(row))
    },

    /** Version `base + 1`, unless `base` is no longer the newest: ConditionFailed. `also` is written in the same moment. */
    async publish(version: ListedHolidays, also: Write[]): Promise<void> {
      const { number, years } = version
      const base = number - 1
      await table.transact([
        {
          put: { ...headKey, number, years },
          when:
            base === shippedList().number
              ? absent
              : { expression: '#number = :base', names: { '#number': 'number' }, values: { ':base': base } },
        },
        {
          put: { ...version, ...versionKey(number), gsi1pk: versionsList, gsi1sk: padded(number) },
          when: absent,
        },
        ...also,
      ])
    },
  }
}
export type Holidays = ReturnType<typeof holidayStore>

/** The list with these years put in place of what it held of them. */
export const withYears = (list: HolidayList, put: HolidayYear[]): HolidayYear[] =>
  [...list.years.filter(({ year }) => !put.some((one) => one.year === year)), ...put].sort(
    (a, b) => a.year - b.year,
  )

/** The calendar in force, for whatever counts working days. */
export const companyCalendar = (table: Table): ReadCalendar => {
  const holidays = holidayStore(table)
  return async () => calendarOf(await holidays.newest())
}
