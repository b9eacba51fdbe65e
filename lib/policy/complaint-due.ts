import { complaintRules } from './complaint-rule'
import { beijingDate, beijingDayStart, endOfWork, type IsWorkingDay } from './working-days'

const hourMs = 3_600_000

/**
 * The last Beijing date at whose end of work an answer still reaches WeChat's window, which closes at `until`, with the
 * margin of `complaintRules`; a working day where there is one. Too late for the margin it is today, and `undefined` once
 * today's work has ended: no date says it any more.
 */
export function lastDayInWindow(until: Date, now: Date, isWorkingDay: IsWorkingDay): string | undefined {
  const latest = until.getTime() - complaintRules.windowMarginHours * hourMs
  const days: string[] = []
  for (
    let day = beijingDate(now);
    endOfWork(day).getTime() <= latest;
    day = beijingDate(new Date(beijingDayStart(day).getTime() + 24 * hourMs))
  )
    if (endOfWork(day) > now) days.push(day)
  const today = beijingDate(now)
  return days.findLast(isWorkingDay) ?? days.at(-1) ?? (endOfWork(today) > now ? today : undefined)
}
