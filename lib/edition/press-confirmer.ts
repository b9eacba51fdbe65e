import { dueMoments, secondsToNext } from '../question/wait'
import { askToConfirm, type ConfirmationPost } from './ask-to-confirm'
import type { AtAttempt } from './at'
import { isAt, type Edition } from './edition'
import { stopAttempt, type Next } from './failing'
import { remindEditors } from './letters'
import { confirmWait } from './reminders'

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
  (post: ConfirmationPost) =>
  async (at: AtAttempt): Promise<{ next: Next; waitSeconds: number; sendAt: string }> => {
    const { editions, clock, calendar } = post
    const now = clock.now()
    const { isWorkingDay } = await calendar()
    let edition = await editions.withId(at.date)
    if (isAt(edition, at.attempt, 'awaiting-confirmation')) {
      const { due, passed } = dueMoments(confirmWait(edition, isWorkingDay), now)
      if (due.some(({ kind }) => kind === 'expire'))
        edition = await stopAttempt(editions, at, nobodyConfirmed(now))
      else if (due.length > 0) edition = await remind(edition, passed)
    }
    const waitSeconds = secondsToNext(confirmWait(edition, isWorkingDay), now)
    return { next: nextOf(edition, at), waitSeconds, sendAt: edition.sendAt }

    /**
     * Letters first, then the record: a crash between repeats a letter under its old Message-ID. Whoever became an
     * editor meanwhile gets a code of their own.
     */
    async function remind(waiting: Edition, due: number): Promise<Edition> {
      await askToConfirm(post)(waiting)
      await remindEditors(post)(waiting, due)
      return editions.change(at.date, (current) =>
        isAt(current, at.attempt, 'awaiting-confirmation') && current.reminded < due
          ? {
              next: { ...current, reminded: due },
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
