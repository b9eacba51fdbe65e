import { later } from '../matter/watch'
import type { Outbox } from '../outbox/outbox'
import { editorsOf } from '../people/office-staff'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { beijingDayStart } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import { calledOff, type Edition } from './edition'
import { editionLetter } from './letters'
import { settleMembership } from './membership'
import { heardForDays } from './sending'
import type { Editions } from './store'

export interface ReturnNeeds {
  editions: Editions
  submissions: Submissions
  people: People
  mail: Pick<Outbox, 'write'>
  clock: Clock
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const dayOver = {
  zh: '当日没有群发，稿件已退回待发池',
  en: 'not sent on its day; its articles are back in the pool',
}

/**
 * Article 10.1: an edition whose day is over unsent keeps nothing. Its articles go back to the pool, where their wait for
 * use goes on, and the editors are told, in one write; an hour after its day, so that an attempt that ended with it is
 * closed, and where WeChat was asked to send, once its word about that day is listened to no more. Answers when to look
 * again, or nothing when there is nothing to give back.
 */
export const returnUnsent =
  (needs: ReturnNeeds) =>
  async (seen: Edition): Promise<Date | undefined> => {
    const { editions, mail, clock } = needs
    if (seen.state === 'cancelled' || seen.items.length === 0) return undefined
    const wasAsked = (await editions.sends(seen.date)).length > 0
    const over = beijingDayStart(seen.date).getTime() + (wasAsked ? heardForDays + 1 : 1) * dayMs + hourMs
    if (clock.now().getTime() < over) return new Date(over)

    const letters = await Promise.all(
      (await editorsOf(needs)).map((person) =>
        mail.write(
          editionLetter(seen, person, {
            kind: 'day-over',
            head: { zh: '当日未群发，稿件退回待发池', en: 'not sent on its day' },
            say: {
              zh: `${seen.date} 已过，这一期没有群发。下列稿件已退回待发池，可以编入以后的期次；到期仍未使用的，按规定退回单位。`,
              en: `${seen.date} is over and this edition was not sent. The articles below are back in the pool for a later edition; what nobody uses in time goes back to its unit.`,
            },
          }),
        ),
      ),
    )
    const ended = await editions.change(seen.date, (edition) =>
      edition.revision === seen.revision
        ? {
            next: calledOff(edition, { code: 'DayOver', said: dayOver, at: clock.now().toISOString() }),
            happened: {
              by: 'system',
              type: 'EditionDayOver',
              facts: { submissions: edition.items.map(({ submissionId }) => submissionId) },
            },
            writes: letters.flat(),
          }
        : undefined,
    )
    await settleMembership(needs)(ended, 'system')
    return later(clock.now())
  }
