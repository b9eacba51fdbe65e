import type { Person } from '../people/person'
import type { Waits } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import type { Submissions } from '../submission/store'
import { attemptName, calledOff, changeable, standing, type Edition } from './edition'
import { settleMembership } from './membership'
import { freeDayWrite, type Editions } from './store'
import { wakeConfirmation } from './wake'

interface Needs {
  editions: Editions
  submissions: Submissions
  waits: Waits
  clock: Clock
}

/**
 * Wins over a send not yet begun, also while the day is being claimed; the articles go back to the pool. Once WeChat
 * was asked, it says honestly that it did not win.
 */
export const cancelEdition =
  ({ editions, submissions, waits, clock }: Needs) =>
  async ({ date, reason, by }: { date: string; reason: string; by: Person }): Promise<Edition> => {
    const claim = await editions.claimOf(date)
    const cancelled = await editions.change(date, (edition) => {
      if (edition.state === 'cancelled') return undefined
      if (![...changeable, 'claiming'].includes(edition.state))
        throw new Refusal(
          'WrongState',
          {
            zh: '取消没有生效：这一期已经交给微信，收不回来',
            en: 'not cancelled: WeChat already has this edition, and a mass send cannot be taken back',
          },
          { facts: standing(edition) },
        )
      return {
        next: calledOff(edition, {
          code: 'Cancelled',
          said: { zh: `${by.name}取消：${reason}`, en: `cancelled by ${by.name}: ${reason}` },
          at: clock.now().toISOString(),
        }),
        happened: {
          by: by.id,
          type: 'EditionCancelled',
          facts: { reason, submissions: edition.items.map(({ submissionId }) => submissionId) },
        },
        writes: claim?.owner === attemptName(edition) ? [freeDayWrite(edition)] : [],
      }
    })
    await settleMembership({ submissions, clock })(cancelled, by.id)
    await wakeConfirmation({ editions, waits })(cancelled)
    return cancelled
  }
