import type { Clock } from '../platform/clock'
import { ConditionFailed } from '../platform/table'
import type { Submissions } from '../submission/store'
import { dayClaimed } from './claim-day'
import { isAt, type Edition } from './edition'
import { sendChange } from './keep-send'
import type { Send } from './rows'
import { holdsDayCheck, type Editions } from './store'

/** The submissions say `sending` from here on; done again it changes nothing. */
export const markSending =
  ({ submissions }: { submissions: Submissions }) =>
  async (edition: Edition): Promise<void> => {
    await Promise.all(
      edition.items.map(({ submissionId }) =>
        submissions.change(submissionId, (submission) =>
          submission.state === 'scheduled' && submission.editionDate === edition.date
            ? {
                submission: { ...submission, state: 'sending' },
                happened: { by: 'system', type: 'SendingStarted', facts: { date: edition.date } },
              }
            : undefined,
        ),
      ),
    )
  }

/**
 * Invariant 2: the line of this attempt in the send ledger, written only while it holds the day. Undefined when it was
 * not this run that wrote it: cancelled meanwhile, or another run was faster.
 * @throws Refusal `DayAlreadyClaimed`
 */
export const writeIntent =
  ({ editions, clock }: { editions: Editions; clock: Clock }) =>
  async (edition: Edition, intent: Send): Promise<Send | undefined> => {
    let written = false
    try {
      await editions.change(edition.date, (current) => {
        written = isAt(current, edition.attempt, 'claiming') && current.hash === edition.hash
        if (!written) return undefined
        const change = sendChange(current, undefined, { send: intent }, clock.now())
        return { ...change, writes: [...(change.writes ?? []), holdsDayCheck(current)] }
      })
    } catch (error) {
      if (!(error instanceof ConditionFailed) || error.row?.sk !== 'CLAIM') throw error
      const claim = await editions.claimOf(edition.date)
      if (claim) throw dayClaimed(claim, await editions.find(edition.date))
      throw error
    }
    return written ? intent : undefined
  }
