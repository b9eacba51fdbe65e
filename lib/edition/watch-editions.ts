import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { Callbacks, Machine } from '../platform/machine'
import { isRefusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import { attemptName, type Edition } from './edition'
import { settleMembership } from './membership'
import { beginAttempt } from './start-send'
import type { Editions, WaitKind } from './store'
import { stillWaits } from './waits'

interface Needs {
  editions: Editions
  submissions: Submissions
  machine: Machine
  callbacks: Callbacks
  clock: Clock
}

/** What follows a person's act has happened by then, or the process that was to do it is dead. */
const graceMs = 60_000
/** For as long after an act its articles are looked at again, unless it began a send: that is looked at until it moves. */
const watchedMs = 15 * 60_000
const dayMs = 86_400_000
/** Editions are looked for from yesterday to so many days ahead. */
const daysAhead = 366
/** Acts that come one after another while one edition is followed up. */
const tries = 10

/**
 * Invariants 7 and 8: a send that was asked for but whose machine never began is started, articles agree with their
 * edition, and a machine whose word has come is woken, whatever died in between.
 */
export const watchEditions =
  ({ editions, submissions, machine, callbacks, clock }: Needs) =>
  async (): Promise<{ moved: number }> => {
    const now = clock.now()
    const dayFrom = (days: number) => beijingDate(new Date(now.getTime() + days * dayMs))
    const recent = await editions.between(dayFrom(-1), dayFrom(daysAhead))
    const unfinished = recent.filter(mayBeUnfinished)
    for (const { date } of unfinished) await followUp(date)
    for (const edition of recent.filter(({ state }) => state === 'unknown')) await settleReopened(edition)
    const woken = (await wakeTheDue('confirmation')) + (await wakeTheDue('result'))
    measure('StuckEditions', woken)
    return { moved: unfinished.length + woken }

    /** Its machine had ended when WeChat contradicted that end: another one, by a name of its own, asks until it is known. */
    async function settleReopened({ date, attempt, ...edition }: Edition): Promise<void> {
      const send = await editions.send({ ...edition, date }, attempt)
      if (send && send.reopened > 0)
        await machine.start(`${attemptName({ ...edition, date, attempt })}-again-${send.reopened}`, {
          date,
          attempt,
        })
    }

    function mayBeUnfinished({ state, updatedAt }: Edition): boolean {
      const age = now.getTime() - Date.parse(updatedAt)
      if (state === 'building') return age >= graceMs
      return ['composing', 'failed', 'cancelled'].includes(state) && age >= graceMs && age < watchedMs
    }

    /** A person may act meanwhile: what the edition says after that is followed up too. */
    async function followUp(date: string): Promise<void> {
      for (let tried = 1; tried <= tries; tried++) {
        const edition = await editions.withDate(date)
        try {
          if (edition.state === 'building')
            await beginAttempt({ editions, submissions, machine, clock })(edition)
          else await settleMembership({ submissions, clock })(edition, 'system')
        } catch (error) {
          if (!isRefusal(error)) throw error
          log.warn('edition does not fit', { date, code: error.code, state: edition.state })
          // The machine finds its attempt ended and tells the editors why.
          if (edition.state === 'building')
            await machine.start(attemptName(edition), { date, attempt: edition.attempt })
        }
        if ((await editions.withDate(date)).revision === edition.revision) return
      }
    }

    async function wakeTheDue(kind: WaitKind): Promise<number> {
      let woken = 0
      for (const { taskToken, ...at } of await editions.waits(kind)) {
        if (await stillWaits[kind](editions, at)) continue
        log.warn('stuck edition', { ...at, kind })
        await callbacks.succeed(taskToken, { woken: true })
        await editions.endWait(kind, at, taskToken)
        woken++
      }
      return woken
    }
  }
