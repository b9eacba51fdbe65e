import {
  addWorkingDays,
  addWorkingHours,
  beijingDate,
  beijingDayStart,
  startOfWork,
  type IsWorkingDay,
} from './working-days'

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

/** Of 企管部 and above it, whoever holds the role. */
export type Above = 'editors' | 'department-head' | 'company-leader'

/**
 * What is still open when its time is over, in working days after that: those whose turn it is are told, then the
 * editors too, then the head of 企管部, then the company leader. Nobody hears more of one wait than these five.
 */
export const escalation: readonly { after: number; also: readonly Above[] }[] = [
  { after: 0, also: [] },
  { after: 1, also: ['editors'] },
  { after: 3, also: ['editors', 'department-head'] },
  { after: 6, also: ['editors', 'department-head', 'company-leader'] },
  { after: 12, also: ['editors', 'department-head', 'company-leader'] },
]

/** At the moment itself, in working time, or so many working days later when the day begins. */
export function workingMoment(from: Date, after: number, isWorkingDay: IsWorkingDay): Date {
  const first = addWorkingHours(from, 0, isWorkingDay)
  return after === 0 ? first : startOfWork(beijingDate(addWorkingDays(first, after, isWorkingDay)))
}

/** When this rung, from 0, is reached by what should have ended at `from`; undefined above the last. */
export const rungAt = (from: Date, rung: number, isWorkingDay: IsWorkingDay): Date | undefined => {
  const step = escalation[rung]
  return step && workingMoment(from, step.after, isWorkingDay)
}

/** How many rungs are reached by now. */
export const rungsReached = (from: Date, now: Date, isWorkingDay: IsWorkingDay): number =>
  escalation.filter(({ after }) => workingMoment(from, after, isWorkingDay) <= now).length
