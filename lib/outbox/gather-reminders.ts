import { digestOf } from '../channels/mail/digest'
import { beijingMinute } from '../platform/beijing-time'
import type { Clock } from '../platform/clock'
import { log } from '../platform/log'
import type { OutboxStore } from './store'
import { alone, left, written, type WaitingLetter } from './waiting-letter'

interface Needs {
  outbox: OutboxStore
  clock: Clock
  /** working hours of a working day */
  isWorkingTime: (now: Date) => Promise<boolean>
}

/** Reminders looked at in one go; the oldest first. */
const looksAt = 500
/** Each is two writes of a transaction of a hundred. */
const atMost = 40
/** Until then whatever presses on this day has said so: units at ten, complaints when work begins. */
const gathersFrom = '10:10'

const byPerson = (letters: WaitingLetter[]): WaitingLetter[][] => {
  const groups = new Map<string, WaitingLetter[]>()
  for (const letter of letters) {
    const to = letter.to.toLowerCase()
    groups.set(to, [...(groups.get(to) ?? []), letter])
  }
  return [...groups.values()]
}

/** What reminds leaves in one letter a person and working day, in working hours; what comes later that day waits for the next. */
export const gatherReminders =
  ({ outbox, clock, isWorkingTime }: Needs) =>
  async (): Promise<{ letters: number }> => {
    const now = clock.now()
    const [date = '', time = ''] = beijingMinute(now).split(' ')
    if (time < gathersFrom || !(await isWorkingTime(now))) return { letters: 0 }
    let letters = 0
    for (const waiting of byPerson(await outbox.reminders(looksAt)))
      try {
        if (await gatherOf(waiting)) letters++
      } catch (error) {
        // The others are reminded all the same; these are tried again in a minute.
        log.error('reminders could not be gathered', {
          messageId: waiting[0]?.messageId,
          error: error as Error,
        })
      }
    return { letters }

    async function gatherOf(waiting: WaitingLetter[]): Promise<boolean> {
      const late = waiting.filter(({ deadline }) => deadline <= now.toISOString())
      for (const letter of late) await outbox.move(letter, left(letter, 'expired', now))
      const before = waiting.filter((letter) => !late.includes(letter)).slice(0, atMost)
      if (before.length === 0 || (await outbox.wasReminded(before[0]!.to, date))) return false
      if (before.length === 1)
        return outbox.gather(date, { before, after: [alone(before[0]!, now)], digest: [] })
      const digest = digestOf(
        await Promise.all(before.map(({ messageId }) => outbox.wordsOf(messageId))),
        date,
      )
      return outbox.gather(date, {
        before,
        after: before.map((letter) => left(letter, 'gathered', now)),
        digest: await outbox.writes(written(digest, now), digest),
      })
    }
  }
