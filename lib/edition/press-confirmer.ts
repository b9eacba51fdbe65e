import type { Clock } from '../platform/clock'
import type { AtAttempt } from './at'
import { isAt, type Edition } from './edition'
import { stopAttempt, type Next } from './failing'
import { remindEditors, type EditionPost } from './letters'
import { confirmUntil, remindersDue, waitSecondsOf } from './reminders'
import type { Editions } from './store'

const nobodyConfirmed = (now: Date) => ({
  code: 'NobodyConfirmed',
  said: {
    zh: '到当天结束没有人确认，这一期没有发出；请改编到今天或以后',
    en: 'nobody confirmed before the day ended; compose it for today or later',
  },
  details: [],
  facts: {},
  at: now.toISOString(),
})

/**
 * The machine was woken or its wait ran out: go on, remind, or end with the day (invariant 5). `sendAt` is the
 * instant the send waits for.
 */
export const pressConfirmer =
  ({ editions, clock, ...post }: EditionPost & { editions: Editions; clock: Clock }) =>
  async (at: AtAttempt): Promise<{ next: Next; waitSeconds: number; sendAt: string }> => {
    const now = clock.now()
    let edition = await editions.withDate(at.date)
    if (isAt(edition, at.attempt, 'awaiting-confirmation')) {
      if (now >= confirmUntil(edition)) edition = await stopAttempt(editions, at, nobodyConfirmed(now))
      else edition = await remind(edition)
    }
    return { next: nextOf(edition, at), waitSeconds: waitSecondsOf(edition, now), sendAt: edition.sendAt }

    /** Letters first, then the record: a crash between repeats a letter under its old Message-ID. */
    async function remind(waiting: Edition): Promise<Edition> {
      const due = remindersDue(waiting, now)
      if (due <= waiting.reminded) return waiting
      await remindEditors({ clock, ...post })(waiting, due)
      return editions.change(at.date, (current) =>
        isAt(current, at.attempt, 'awaiting-confirmation') && current.reminded < due
          ? {
              edition: { ...current, reminded: due },
              happened: {
                by: 'system',
                type: 'ConfirmationReminded',
                facts: { attempt: at.attempt, count: due },
              },
            }
          : undefined,
      )
    }
  }

function nextOf(edition: Edition, { attempt }: AtAttempt): Next {
  if (isAt(edition, attempt, 'awaiting-confirmation')) return 'wait'
  return isAt(edition, attempt, 'scheduled', 'claiming', 'sending', 'unknown', 'sent') ? 'go' : 'close'
}
