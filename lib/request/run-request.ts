import type { ReadCalendar } from '../calendar/calendar'
import type { People } from '../people/store'
import type { Mail } from '../channels/mail/mail'
import type { Clock } from '../platform/clock'
import { unansweredAfter } from '../policy/ladder'
import { addWorkingDays, addWorkingHours, endOfWork, type IsWorkingDay } from '../policy/working-days'
import { askLetter, endLetter } from './letters'
import { officeOf, staffOf } from './staff'
import { isWanted, type MaterialRequest } from './request'
import type { Requests } from './store'

interface Needs {
  requests: Requests
  people: People
  mail: Mail
  clock: Clock
  calendar: ReadCalendar
  publicUrl: string
}

/** One run of the machine. */
export interface AtRequest {
  requestId: string
  round: number
}

/** `tell` and `wait` come again after `waitSeconds`. */
export interface Step {
  next: 'tell' | 'wait' | 'close'
  waitSeconds: number
}

const close: Step = { next: 'close', waitSeconds: 1 }
const secondsTo = (at: Date, now: Date) => Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1000))

/** When it is given up: twenty working days after the end of work of the due date. */
export function givenUpAt({ dueOn }: Pick<MaterialRequest, 'dueOn'>, isWorkingDay: IsWorkingDay): Date {
  return addWorkingDays(new Date(endOfWork(dueOn).getTime() - 1), unansweredAfter, isWorkingDay)
}

/** Tells the unit by letter, in working time only: a request of Saturday night is told on Monday morning. */
export const tellUnit =
  (needs: Needs) =>
  async (at: AtRequest): Promise<Step> => {
    const { requests, people, mail, clock, calendar, publicUrl } = needs
    const now = clock.now()
    const { isWorkingDay } = await calendar()
    const seen = await requests.withId(at.requestId)
    if (seen.round !== at.round || !isWanted(seen)) return close
    const opening = addWorkingHours(now, 0, isWorkingDay)
    if (opening > now) return { next: 'tell', waitSeconds: secondsTo(opening, now) }
    const { officers, heads } = await staffOf({ people, clock })(seen.unitId)
    for (const person of [...officers, ...heads]) await mail.send(askLetter(seen, person, publicUrl))
    await requests.change(at.requestId, (current) =>
      current.toldAt === undefined
        ? {
            next: { ...current, toldAt: now.toISOString() },
            happened: {
              by: 'system',
              type: 'UnitTold',
              facts: { of: [...officers, ...heads].map(({ id }) => id) },
            },
          }
        : undefined,
    )
    return { next: 'wait', waitSeconds: secondsTo(givenUpAt(seen, isWorkingDay), now) }
  }

/** Woken or timed out: answered, excused, or pressed to the end in vain. Nudging is the daily summary's. */
export const lookAtRequest =
  ({ requests, clock, calendar }: Needs) =>
  async (at: AtRequest): Promise<Step> => {
    const now = clock.now()
    const { isWorkingDay } = await calendar()
    const end = givenUpAt(await requests.withId(at.requestId), isWorkingDay)
    const request = await requests.change(at.requestId, (current) =>
      current.round === at.round && current.state === 'open' && now >= end
        ? {
            next: { ...current, state: 'unanswered' },
            happened: { by: 'system', type: 'RequestUnanswered', facts: { dueOn: current.dueOn } },
          }
        : undefined,
    )
    if (request.round !== at.round || request.state !== 'open') return close
    return { next: 'wait', waitSeconds: secondsTo(end, now) }
  }

/** Who asked hears how it ended. */
export const closeRequest =
  ({ requests, people, mail, clock, publicUrl }: Needs) =>
  async (at: AtRequest): Promise<{ state: string }> => {
    const request = await requests.withId(at.requestId)
    if (request.round === at.round && request.state !== 'open') {
      for (const person of await officeOf({ people, clock })())
        await mail.send(endLetter(request, person, publicUrl))
      await requests.unwatch(request)
    }
    return { state: request.state }
  }
