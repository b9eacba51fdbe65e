import { beijingDayStart, beijingDate, type IsWorkingDay } from './working-days'

/** Whose turn it is to be pressed; everybody before stays pressed too. */
export const rungs = ['officer', 'unit-head', 'office'] as const
export type Rung = (typeof rungs)[number]

const dayMs = 86_400_000
const next = (date: string, days: 1 | -1) =>
  beijingDate(new Date(beijingDayStart(date).getTime() + days * dayMs))

/** Working days from `due` to `today`: 0 on the day itself, negative before, positive after; holidays count for nothing. */
export function workingDaysPast(due: string, today: string, isWorkingDay: IsWorkingDay): number {
  let days = 0
  for (let date = due; date < today;) {
    date = next(date, 1)
    if (isWorkingDay(date)) days++
  }
  for (let date = due; date > today;) {
    if (isWorkingDay(date)) days--
    date = next(date, -1)
  }
  return days
}

/** The last working day of a Beijing month, `YYYY-MM`. */
export function lastWorkingDay(month: string, isWorkingDay: IsWorkingDay): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  let date = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
  while (!isWorkingDay(date)) date = next(date, -1)
  return date
}

/**
 * Article 4: the polite ladder for what a unit is expected to submit in a month. Five and three working days before the
 * month's last one the officers hear of it, the day before and on the day their head too. A month that is over is no
 * longer pressed: it stands in the table of units.
 */
export function pressedForMonth(past: number): Rung[] {
  if (past === -5 || past === -3) return ['officer']
  return past === -1 || past === 0 ? ['officer', 'unit-head'] : []
}

/** Working days after which nobody is pressed any more and the request ends as unanswered, on record. */
export const unansweredAfter = 20

/**
 * Article 5: the ladder for material the office asked for: the officers two days before and on the day; from the next
 * day on their head too, from the third the office; then every other day.
 */
export function pressedForRequest(past: number): Rung[] {
  if (past === -2 || past === 0) return ['officer']
  if (past === 1) return ['officer', 'unit-head']
  return past >= 3 && past <= unansweredAfter && past % 2 === 1 ? ['officer', 'unit-head', 'office'] : []
}
