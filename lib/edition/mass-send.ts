import type { Approvals } from '../approval/store'
import type { Wechat } from '../channels/wechat/wechat'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { Submissions } from '../submission/store'
import { approvedContent } from './approved'
import type { AtAttempt } from './at'
import { builtAs } from './built-as'
import { requireSameDraft } from './draft-check'
import { isAt, requireReady, type Edition } from './edition'
import type { Next } from './failing'
import type { EditionPost } from './letters'
import { outlasting } from './outage'
import { markSending, writeIntent } from './intend'
import { learn } from './keep-send'
import type { Send } from './rows'
import { afterCall, callOf, intentOf, lookAgainSeconds } from './sending'
import type { Editions } from './store'

interface Needs extends EditionPost {
  editions: Editions
  submissions: Submissions
  approvals: Approvals
  wechat: Wechat
  clock: Clock
}

const nextOf = (send: Send): Next => {
  if (send.state === 'sent') return 'sent'
  return send.state === 'failed' || send.state === 'refused' ? 'close' : 'wait'
}

/** Invariants 1 and 2 at the last moment: approved content, the tested draft, the confirmation, the day held. */
async function intend(needs: Needs, edition: Edition): Promise<Send | undefined> {
  const { wechat, clock } = needs
  requireReady(edition)
  const approved = await approvedContent(needs)(edition)
  const mediaId = await requireSameDraft(wechat, edition, () => builtAs(needs)(edition))
  const reposts = approved.flatMap(({ content }, at) => (content.repost ? [at + 1] : []))
  return writeIntent(needs)(edition, intentOf(edition, { mediaId, reposts }, clock.now()))
}

/**
 * Invariant 3: the intent is written, then `sendall` is called exactly once in this attempt. A run that finds an
 * intent never calls: it may have been made, so the settler finds out. Only a definite refusal frees the day.
 */
export const massSend =
  (needs: Needs) =>
  async (at: AtAttempt): Promise<{ next: Next; waitSeconds: number }> => {
    const { editions, wechat, clock } = needs
    const closed = { next: 'close' as Next, waitSeconds: 1 }
    const result = await outlasting(needs)(at, async () => {
      const edition = await editions.withId(at.date)
      const before = await editions.send(edition, at.attempt)
      if (before) return settled(before)
      if (!isAt(edition, at.attempt, 'claiming')) return closed
      await markSending(needs)(edition)
      const intent = await intend(needs, edition)
      if (!intent) {
        const other = await editions.send(edition, at.attempt)
        return other ? settled(other) : closed
      }
      const outcome = await wechat.massSend(callOf(intent))
      const { send } = await learn({ editions, now: () => clock.now() }, at, (current) =>
        // The settler may have been faster, after a time limit that ended us only for the machine.
        current.state === 'intended' || current.state === 'unknown'
          ? { send: afterCall(current, outcome, clock.now()) }
          : undefined,
      )
      if (!send) throw new Error('the intent vanished')
      log.info('mass send called', { date: at.date, attempt: at.attempt, state: send.state })
      if (send.state === 'unknown') measure('MassSendUnknown', 1)
      return settled(send)
    })
    return 'waitSeconds' in result ? result : closed

    function settled(send: Send): { next: Next; waitSeconds: number } {
      return { next: nextOf(send), waitSeconds: lookAgainSeconds(send, clock.now()) }
    }
  }
