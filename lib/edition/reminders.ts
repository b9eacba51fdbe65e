import { beijingDayStart } from '../policy/working-days'
import type { Edition } from './edition'

/** Invariant 5: an edition that waits for its confirmation is brought to mind after these hours, until its day ends. */
const remindAfterHours = [0.5, 2, 6, 24, 48, 96]
const dayMs = 86_400_000

/** The end of the edition's Beijing date: after it the confirmation would have nothing left to release. */
export const confirmUntil = (edition: Pick<Edition, 'date'>): Date =>
  new Date(beijingDayStart(edition.date).getTime() + dayMs)

const reminderTimes = (edition: Edition): number[] => {
  // A test that still holds may be older than this attempt, which is what waits.
  const start = Math.max(
    ...[edition.tested?.at ?? edition.updatedAt, edition.startedBy?.at ?? edition.createdAt].map(Date.parse),
  )
  const end = confirmUntil(edition).getTime()
  return remindAfterHours.map((hours) => start + hours * 3_600_000).filter((time) => time < end)
}

/** How many reminders are due by now. */
export const remindersDue = (edition: Edition, now: Date): number =>
  reminderTimes(edition).filter((time) => time <= now.getTime()).length

/** Whole seconds until the machine should look again: the next reminder or the end of the day; at least one. */
export function waitSecondsOf(edition: Edition, now: Date): number {
  const next = reminderTimes(edition).find((time) => time > now.getTime()) ?? confirmUntil(edition).getTime()
  return Math.max(1, Math.ceil((next - now.getTime()) / 1000))
}
