import type { Callbacks } from '../platform/machine'
import type { AtAttempt } from './at'
import { isAt } from './edition'
import { eventsAbout } from './events-about'
import { isOpen } from './sending'
import type { Editions, WaitKind } from './store'

/** A named person has neither confirmed nor called off, changed or lost the attempt. */
async function confirmation(editions: Editions, at: AtAttempt): Promise<boolean> {
  return isAt(await editions.withDate(at.date), at.attempt, 'awaiting-confirmation')
}

/** WeChat has said nothing that the settler has not seen. */
async function result(editions: Editions, at: AtAttempt): Promise<boolean> {
  const edition = await editions.withDate(at.date)
  const send = await editions.send(edition, at.attempt)
  if (!send) return false
  const events = await eventsAbout({ editions }, send)
  if (isOpen(send)) return events.length <= send.heard
  // A send known to be out still waits here for the addresses of its articles.
  return send.state === 'sent' && events.length === 0 && edition.result?.articles.length === 0
}

/** Whether the machine of an attempt has still to wait, by the kind of its wait. */
export const stillWaits: Record<WaitKind, (editions: Editions, at: AtAttempt) => Promise<boolean>> = {
  confirmation,
  result,
}

/**
 * Keeps the task token of the machine that waits for a person's confirmation or WeChat's finish event. The token is
 * stored before the rows are looked at, and what is waited for before tokens are: one of the two sees the other.
 */
const awaitWord =
  (kind: WaitKind) =>
  ({ editions, callbacks }: { editions: Editions; callbacks: Callbacks }) =>
  async ({ taskToken, ...at }: AtAttempt & { taskToken: string }): Promise<void> => {
    await editions.wait(kind, at, taskToken)
    if (await stillWaits[kind](editions, at)) return
    await callbacks.succeed(taskToken, { woken: true })
    await editions.endWait(kind, at, taskToken)
  }

export const awaitConfirmation = awaitWord('confirmation')
export const awaitResult = awaitWord('result')
