import { resumeRun } from '../matter/runs'
import { later, type Resume } from '../matter/watch'
import type { Waits } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import { log } from '../platform/log'
import type { Machine } from '../platform/machine'
import { isRefusal } from '../platform/refusal'
import type { Submissions } from '../submission/store'
import { attemptName, type Edition, type EditionState } from './edition'
import { settleMembership } from './membership'
import { returnUnsent, type ReturnNeeds } from './return-unsent'
import { beginAttempt } from './start-send'
import type { Editions } from './store'
import { wakeConfirmation, wakeResult } from './wake'

/** No machine moves them on: a person does, or the end of their day. */
const withPeople: EditionState[] = ['composing', 'failed', 'cancelled']

/**
 * Invariants 7, 8 and 11: articles agree with their edition, a send that was asked for but whose machine never began or
 * has ended goes on, a machine whose word has come is woken, and a day that is over keeps no article, whatever died in
 * between.
 */
export const resumeEdition =
  (
    needs: ReturnNeeds & {
      editions: Editions
      submissions: Submissions
      waits: Waits
      machine: Machine
      clock: Clock
    },
  ): Resume =>
  async ({ id: date }) => {
    const { editions, machine, clock } = needs
    const edition = await editions.find(date)
    // None: of an account that was configured before.
    if (!edition || edition.recordedAt !== undefined) return undefined
    await agree(edition)
    await wakeConfirmation(needs)(edition)
    await wakeResult(needs)(edition)
    if (withPeople.includes(edition.state)) return returnUnsent(needs)(edition)
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
