import * as z from 'zod'
import { addWorkingDays, addWorkingHours } from '../policy/working-days'
import { Counted, type WorkCalendar } from './calendar'

/** What an editor has to publish by hand: until when, when it is brought to mind, and how many of these moments have passed. */
export const HandWait = z.object({
  deadline: z.iso.datetime(),
  moments: z.array(z.iso.datetime()),
  passed: z.number().int(),
  /** when it was asked, and by which calendar it was counted; absent in older rows */
  from: z.iso.datetime().optional(),
  counted: Counted.optional(),
})
export type HandWait = z.infer<typeof HandWait>

/** Working hours until the reminders, and working days until the platform is looked at and a person is asked. */
export const handTimes = {
  weibo: { reminders: [4, 9, 18], deadlineDays: 3 },
  /** a mass send belongs to its day (10.3) */
  wechat: { reminders: [2, 4, 7], deadlineDays: 1 },
} as const

/** When somebody who publishes by hand is reminded and when it ends (invariant 5). */
export function handWait(channel: keyof typeof handTimes, from: Date, calendar: WorkCalendar): HandWait {
  const { reminders, deadlineDays } = handTimes[channel]
  const { isWorkingDay } = calendar
  const deadline = addWorkingDays(from, deadlineDays, isWorkingDay)
  return {
    from: from.toISOString(),
    deadline: deadline.toISOString(),
    moments: reminders.map((hours) => addWorkingHours(from, hours, isWorkingDay).toISOString()),
    passed: 0,
    counted: calendar.counted(from, deadline),
  }
}

/** Reminders that are due by now. */
export const handDue = ({ moments }: HandWait, now: Date): number =>
  moments.filter((moment) => Date.parse(moment) <= now.getTime()).length

export const isHandOver = ({ deadline }: HandWait, now: Date): boolean =>
  Date.parse(deadline) <= now.getTime()

/** Seconds to the next reminder or the deadline; at least one. */
export function handSeconds({ deadline, moments, passed }: HandWait, now: Date): number {
  const next = moments[passed] ?? deadline
  return Math.max(1, Math.ceil((Date.parse(next) - now.getTime()) / 1000))
}
