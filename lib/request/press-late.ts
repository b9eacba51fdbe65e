import type { ReadCalendar } from '../calendar/calendar'
import type { Mail } from '../channels/mail/mail'
import type { Person, Unit } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import {
  lastWorkingDay,
  pressedForMonth,
  pressedForRequest,
  workingDaysPast,
  type Rung,
} from '../policy/ladder'
import { policy } from '../policy/policy'
import { beijingDate, beijingDayStart, type IsWorkingDay } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import { summaryLetter, type Pressing } from './letters'
import { officeOf, staffOf } from './staff'
import { monthOf, standingOf } from './standing'
import type { Requests } from './store'

export interface PressNeeds {
  requests: Requests
  submissions: Submissions
  people: People
  mail: Mail
  clock: Clock
  calendar: ReadCalendar
  publicUrl: string
}

const hourMs = 3_600_000

/** A summary is for today and for working hours: a late event, a holiday or a night press nobody. */
function mayPress(scheduledAt: string, now: Date, isWorkingDay: IsWorkingDay): boolean {
  const today = beijingDate(now)
  const hour = (now.getTime() - beijingDayStart(today).getTime()) / hourMs
  const { opens, closes } = policy.workingHours
  return beijingDate(new Date(scheduledAt)) === today && isWorkingDay(today) && hour >= opens && hour < closes
}

/** What is late in one unit today, and up to which rung it is pressed. */
async function lateIn(
  needs: PressNeeds,
  unit: Unit,
  today: string,
  isWorkingDay: IsWorkingDay,
): Promise<{ to: Rung[]; item: Pressing }[]> {
  const { requests } = needs
  const due = lastWorkingDay(monthOf(today), isWorkingDay)
  const standing = await standingOf(needs)(unit, monthOf(today))
  const missing = standing.exempt ? 0 : Math.max(0, standing.expected - standing.delivered)
  const month = missing > 0 ? pressedForMonth(workingDaysPast(due, today, isWorkingDay)) : []
  const open = await requests.openOf(unit.id)
  return [
    ...(month.length > 0
      ? [{ to: month, item: { kind: 'month' as const, unit, due, missing, ...standing } }]
      : []),
    ...open
      .map((request) => ({
        to: pressedForRequest(workingDaysPast(request.dueOn, today, isWorkingDay)),
        item: { kind: 'request' as const, unit, request },
      }))
      .filter(({ to }) => to.length > 0),
  ]
}

/**
 * Articles 4 and 5, each working day at ten: whoever is to be pressed gets one summary of everything. Repeated it sends
 * nothing twice; what was delivered meanwhile is not in it.
 */
export const pressLate =
  (needs: PressNeeds) =>
  async ({ scheduledAt }: { scheduledAt: string }): Promise<{ pressed: number }> => {
    const { requests, people, mail, clock, calendar, publicUrl } = needs
    const now = clock.now()
    const { isWorkingDay } = await calendar()
    const today = beijingDate(now)
    if (!mayPress(scheduledAt, now, isWorkingDay)) {
      log.info('nobody is pressed now', { scheduledAt })
      return { pressed: 0 }
    }
    const office = await officeOf(needs)()
    const found = new Map<string, { person: Person; items: Pressing[] }>()
    for (const unit of await people.units()) {
      const late = await lateIn(needs, unit, today, isWorkingDay)
      if (late.length === 0) continue
      const { officers, heads } = await staffOf(needs)(unit.id)
      const at: Record<Rung, Person[]> = { officer: officers, 'unit-head': heads, office }
      for (const { to, item } of late)
        for (const person of new Set(to.flatMap((rung) => at[rung]))) {
          const one = found.get(person.id) ?? { person, items: [] }
          if (!one.items.includes(item)) one.items.push(item)
          found.set(person.id, one)
        }
    }
    let pressed = 0
    for (const { person, items } of found.values()) {
      // Claimed before it is mailed: a crash in between costs one reminder, never sends two.
      if (!(await requests.claimPressing(today, person.id))) continue
      await mail.send(summaryLetter(person, items, today, publicUrl))
      pressed++
    }
    measure('LatePressed', pressed)
    return { pressed }
  }
