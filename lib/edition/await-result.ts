import type { Callbacks } from '../platform/machine'
import type { AtAttempt } from './at'
import { eventsAbout } from './events-about'
import { isOpen } from './sending'
import type { Editions } from './store'

/**
 * Keeps the task token of the machine that waits for the finish event. Stored before the rows are looked at, as the
 * event is stored before tokens are looked at: whatever came first, one of the two sees the other.
 */
export const awaitResult =
  ({ editions, callbacks }: { editions: Editions; callbacks: Callbacks }) =>
  async ({ taskToken, ...at }: AtAttempt & { taskToken: string }): Promise<void> => {
    await editions.wait('result', at, taskToken)
    const edition = await editions.withDate(at.date)
    const send = await editions.send(edition, at.attempt)
    const events = send ? await eventsAbout({ editions }, send) : []
    if (send && isOpen(send) && events.length <= send.heard) return
    // A send known to be out still waits here for the addresses of its articles.
    if (send?.state === 'sent' && events.length === 0 && edition.result?.articles.length === 0) return
    await callbacks.succeed(taskToken, { woken: true })
    await editions.endWait('result', at, taskToken)
  }
