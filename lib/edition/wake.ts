import { resumeRun } from '../matter/runs'
import { later, type Resume } from '../matter/watch'
import type { Waits } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import { log } from '../platform/log'
import type { Machine } from '../platform/machine'
import { isRefusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { AtAttempt } from './at'
import { attemptName, isAt, type Edition, type EditionState } from './edition'
import { eventsAbout } from './events-about'
import { settleMembership } from './membership'
import { isOpen } from './sending'
import { beginAttempt } from './start-send'
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
/** A send by hand has a working day, which may be the one after a long holiday. */
const heardForDays = 14

/** WeChat told of a mass send, at this instant: whoever may wait for that looks. */
export const wakeResults =
  (needs: Needs) =>
  async (at: Date): Promise<void> => {
    for (let days = 0; days < heardForDays; days++) {
      const edition = await needs.editions.find(beijingDate(new Date(at.getTime() - days * dayMs)))
      if (edition) await wakeResult(needs)(edition)
    }
  }

/** No machine moves them on: a person does. */
const withPeople: EditionState[] = ['composing', 'failed', 'cancelled']

/**
 * Invariants 7, 8 and 11: articles agree with their edition, a send that was asked for but whose machine never began or
 * has ended goes on, and a machine whose word has come is woken, whatever died in between.
 */
export const resumeEdition =
  (needs: Needs & { submissions: Submissions; machine: Machine; clock: Clock }): Resume =>
  async ({ id: date }) => {
    const { editions, machine, clock } = needs
    const edition = await editions.find(date)
    // None: of an account that was configured before.
    if (!edition || edition.recordedAt !== undefined) return undefined
    await agree(edition)
    await wakeConfirmation(needs)(edition)
    await wakeResult(needs)(edition)
    if (withPeople.includes(edition.state)) return undefined
    await resumeRun(machine)(attemptName(edition), { date, attempt: edition.attempt })
    return later(clock.now())

    /** What does not fit any more ends an attempt that has not begun: its machine finds it ended and tells the editors why. */
    async function agree({ state }: Edition): Promise<void> {
      try {
        if (state === 'building') await beginAttempt(needs)(edition!)
        else if (withPeople.includes(state)) await settleMembership(needs)(edition!, 'system')
      } catch (error) {
        if (!isRefusal(error)) throw error
        log.warn('edition does not fit', { date, code: error.code, state })
      }
    }
  }
