import type { Callbacks } from '../platform/machine'
import type { AtAttempt } from './at'
import type { Editions } from './store'
import { isOpen } from './sending'

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
    const event = send?.msgId === undefined ? undefined : await editions.finished(send.msgId)
    if (send && isOpen(send) && !event) return
    // A send known to be out still waits here for the addresses of its articles.
    if (send?.state === 'sent' && !event && edition.result?.articles.length === 0) return
    await callbacks.succeed(taskToken, { woken: true })
    await editions.endWait('result', at, taskToken)
  }
