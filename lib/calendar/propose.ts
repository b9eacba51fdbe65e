import * as z from 'zod'
import { canonicalJson, sha256 } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { calendarOf, type WorkCalendar } from './calendar'
import { yearFromLibrary } from './from-library'
import { datesFrom, HolidayYear } from './holidays'
import { requireYears } from './mistakes'
import { Shift } from './shifts'
import { statutoryYear } from './statutory'
import { shippedList, withYears, type Holidays } from './store'

/** Years somebody wants to publish, new or in place of what the list holds of them. */
export const Proposal = z.strictObject({ put: z.array(HolidayYear).min(1).max(5) })
export type Proposal = z.infer<typeof Proposal>

export const fingerprintOf = (years: readonly HolidayYear[]): string => sha256(canonicalJson(years))

export const Proposed = z.object({
  years: z.array(HolidayYear),
  /** dates that become days off, and that become working days, against what counts now */
  off: z.array(z.iso.date()),
  worked: z.array(z.iso.date()),
  fingerprint: z.string(),
  /** open deadlines that publishing moves */
  shifts: z.array(Shift),
})
export type Proposed = z.infer<typeof Proposed>

interface Needs {
  holidays: Holidays
  shiftsBy: (calendar: WorkCalendar) => Promise<Shift[]>
}

/** The list as it would be, how its days differ from what counts now, and the open deadlines it would move. */
export const proposeHolidays =
  ({ holidays, shiftsBy }: Needs) =>
  async ({ put }: Proposal, base: number): Promise<Proposed> => {
    const present = await holidays.newest()
    if (present.number !== base)
      throw new Refusal(
        'ContentChanged',
        {
          zh: `节假日已有第 ${present.number} 版，请重新查看后再发布`,
          en: `version ${present.number} of the holidays was published meanwhile; look again`,
        },
        { facts: { newest: present.number } },
      )
    requireYears(put)
    const years = withYears(present, put)
    const [now, then] = [calendarOf(present), calendarOf({ number: base + 1, years })]
    const changed = put
      .flatMap(({ year }) => datesFrom(`${year}-01-01`, `${year}-12-31`))
      .filter((date) => now.isWorkingDay(date) !== then.isWorkingDay(date))
    return {
      years,
      off: changed.filter((date) => !then.isWorkingDay(date)),
      worked: changed.filter((date) => then.isWorkingDay(date)),
      fingerprint: fingerprintOf(years),
      shifts: await shiftsBy(then),
    }
  }

/** A year to begin with: as the library has it, or where it has nothing the days of the law. */
export const Suggested = HolidayYear.extend({ source: z.enum(['library', 'law']) })
export type Suggested = z.infer<typeof Suggested>

/** The years after the shipped ones up to the next one that are not published, each with what is known of it. */
export async function suggestYears(
  { holidays }: { holidays: Holidays },
  thisYear: number,
): Promise<Suggested[]> {
  const { years } = await holidays.newest()
  const first = (shippedList().years.at(-1)?.year ?? thisYear) + 1
  const suggested: Suggested[] = []
  for (let year = first; year <= Math.max(first, thisYear + 1); year++) {
    if (years.some((one) => one.year === year)) continue
    const known = yearFromLibrary(year)
    suggested.push({ ...(known ?? statutoryYear(year)), source: known ? 'library' : 'law' })
  }
  return suggested
}
