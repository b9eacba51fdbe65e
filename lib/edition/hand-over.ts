import type { Approvals } from '../approval/store'
import type { ReadCalendar } from '../calendar/calendar'
import type { Clock } from '../platform/clock'
import { handSeconds, handWait } from '../calendar/hand-wait'
import type { Submissions } from '../submission/store'
import { approvedContent } from './approved'
import type { AtAttempt } from './at'
import { isAt, type Edition } from './edition'
import { failing, type Next } from './failing'
import { askByHand } from './hand-letters'
import { markSending, writeIntent } from './intend'
import type { EditionPost } from './letters'
import type { Send } from './rows'
import { handedOver, isOpen } from './sending'
import type { Editions } from './store'

interface Needs extends EditionPost {
  editions: Editions
  submissions: Submissions
  approvals: Approvals
  clock: Clock
  calendar: ReadCalendar
}

/**
 * Instead of the mass send (10.3): with the day held, approved content goes to the editor's hands. The line in the send
 * ledger comes first, so that nothing else goes out that day; then the letters. Repeated, the same letters.
 */
export const handOver =
  (needs: Needs) =>
  async (at: AtAttempt): Promise<{ next: Next; waitSeconds: number }> => {
    const { editions, clock, calendar } = needs
    const result = await failing({ editions, clock })(at, async (): Promise<{ next: Next }> => {
      const edition = await editions.withId(at.date)
      if (!(await editions.send(edition, at.attempt))) {
        if (!isAt(edition, at.attempt, 'claiming') || !edition.byHand) return { next: 'close' }
        await approvedContent(needs)(edition)
        await markSending(needs)(edition)
        await begin(edition)
      }
      const send = await editions.send(edition, at.attempt)
      if (!send?.hand) return { next: 'close' }
      if (send.state === 'by-hand' && send.hand.passed === 0) await askByHand(needs)(edition, send, 0)
      return onward(send)
    })
    return { waitSeconds: 1, ...result }

    async function begin(edition: Edition): Promise<void> {
      const now = clock.now()
      await writeIntent(needs)(edition, handedOver(edition, handWait('wechat', now, await calendar()), now))
    }

    function onward({ state, hand, ...send }: Send): { next: Next; waitSeconds: number } {
      if (!isOpen({ state, ...send })) return { next: state === 'sent' ? 'sent' : 'close', waitSeconds: 1 }
      return { next: 'wait', waitSeconds: hand ? handSeconds(hand, clock.now()) : 1 }
    }
  }
