import { holds, type Person, type Role } from '../people/person'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import type { Waiting } from './today'

/** Who looks, when, and with which roles. */
export interface Me {
  person: Person
  now: Date
  /** Beijing date */
  today: string
  /** one of these, today */
  is(...roles: Role[]): boolean
  /** in the own unit */
  isInUnit(...roles: Role[]): boolean
}

export function meOf(person: Person, clock: Clock): Me {
  const now = clock.now()
  const today = beijingDate(now)
  return {
    ...{ person, now, today },
    is: (...roles) => roles.some((role) => holds(person, role, today)),
    isInUnit: (...roles) => roles.some((role) => holds(person, role, today, person.unitId)),
  }
}

/** Something waits until then, if until a moment. */
export const waiting = (
  { now }: Me,
  { due, ...what }: Omit<Waiting, 'late' | 'due'> & { due?: string | Date | undefined },
): Waiting => {
  const at = due === undefined ? undefined : new Date(due)
  return { ...what, ...(at && { due: at.toISOString() }), late: at !== undefined && at < now }
}

/** The same in both languages: a name, a number. */
export const plainly = (text: string) => ({ zh: text, en: text })

export const dayMs = 86_400_000
