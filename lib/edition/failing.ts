import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import { isRefusal } from '../platform/refusal'
import type { AtAttempt } from './at'
import { attemptName, failedWith, isAt, outcomeOf, type EditionState, type Outcome } from './edition'
import { freeDayWrite, type Editions } from './store'

/**
 * Where the machine goes next; `hand` where a person sends in WeChat's console; `close` means that this attempt is over,
 * the edition itself says how; `down` that the step is to be tried again, because WeChat does not answer; `renew` that
 * this run is old and the next one goes on.
 */
export type Next = 'test' | 'hand' | 'wait' | 'go' | 'send' | 'sent' | 'down' | 'renew' | 'close'

export const beforeTheCall: EditionState[] = [
  'building',
  'testing',
  'awaiting-confirmation',
  'scheduled',
  'claiming',
]

/**
 * Runs a step that happens before WeChat is asked to send. A Refusal ends the attempt: reason on the edition, day
 * given back. Anything else is thrown on and the machine repeats the step.
 */
export const failing =
  ({ editions, clock }: { editions: Editions; clock: Clock }) =>
  async <T extends { next: Next }>(
    { date, attempt }: AtAttempt,
    run: () => Promise<T>,
  ): Promise<T | { next: 'close' }> => {
    try {
      return await run()
    } catch (error) {
      if (!isRefusal(error)) throw error
      log.warn('edition stopped', { date, attempt, code: error.code })
      await stopAttempt(editions, { date, attempt }, outcomeOf(error, clock.now()))
      measure('EditionStopped', 1)
      return { next: 'close' }
    }
  }

/** Ends an attempt before WeChat was asked to send: the reason stands on the edition, the day is given back. */
export async function stopAttempt(editions: Editions, { date, attempt }: AtAttempt, outcome: Outcome) {
  const claim = await editions.claimOf(date)
  return editions.change(date, (edition) =>
    isAt(edition, attempt, ...beforeTheCall)
      ? {
          next: failedWith(edition, outcome),
          happened: { by: 'system', type: 'EditionFailed', facts: { attempt, code: outcome.code } },
          writes: claim?.owner === attemptName(edition) ? [freeDayWrite(edition)] : [],
        }
      : undefined,
  )
}
