import type { Waits } from '../matter/waiting'
import { beijingDate } from '../policy/working-days'
import type { AtAttempt } from './at'
import { isAt } from './edition'
import { eventsAbout } from './events-about'
import { heardForDays, isOpen } from './sending'
import type { Awaited, Editions } from './store'

interface Needs {
  editions: Editions
  waits: Waits
}

/** A named person has neither confirmed nor called off, changed or lost the attempt. */
async function confirmation(editions: Editions, at: AtAttempt): Promise<boolean> {
  return isAt(await editions.withId(at.date), at.attempt, 'awaiting-confirmation')
}

/** WeChat has said nothing that the settler has not seen. */
async function result(editions: Editions, at: AtAttempt): Promise<boolean> {
  const edition = await editions.withId(at.date)
  const send = await editions.send(edition, at.attempt)
  if (!send) return false
  const events = await eventsAbout({ editions }, send)
  if (isOpen(send)) return events.length <= send.heard
  // A send known to be out still waits here for the addresses of its articles.
  return send.state === 'sent' && events.length === 0 && edition.result?.articles.length === 0
}

const stillWaits = { confirmation, result }

/** Keeps the task token of the machine that waits for a person's confirmation or WeChat's finish event. */
const awaitWord =
  (what: Awaited) =>
  ({ editions, waits }: Needs) =>
  (at: AtAttempt & { taskToken: string; waitSeconds: number }): Promise<void> =>
    waits.keep({ ...editions.waitOf(at, what), ...at }, async () =>
      (await stillWaits[what](editions, at)) ? undefined : {},
    )

export const awaitConfirmation = awaitWord('confirmation')
export const awaitResult = awaitWord('result')

const wake =
  (what: Awaited) =>
  ({ editions, waits }: Needs) =>
  (at: AtAttempt) =>
    waits.wake(editions.waitOf(at, what))

/** The edition was confirmed, changed or cancelled: the machine of its attempt looks again. */
export const wakeConfirmation = wake('confirmation')
/** Something was learnt about a mass send. */
export const wakeResult = wake('result')

const dayMs = 86_400_000

/** WeChat told of a mass send, at this instant: whoever may wait for that looks. */
export const wakeResults =
  (needs: Needs) =>
  async (at: Date): Promise<void> => {
    for (let days = 0; days < heardForDays; days++) {
      const edition = await needs.editions.find(beijingDate(new Date(at.getTime() - days * dayMs)))
      if (edition) await wakeResult(needs)(edition)
    }
  }
