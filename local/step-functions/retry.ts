import type { Catcher, Retrier } from './asl'
import type { EntryOf } from './entry'
import { matches, type Failure } from './failure'

/** Which retrier takes the failure, and how long it pauses in milliseconds; undefined when none does (any more). */
export function retryOf(
  retriers: readonly Retrier[],
  failure: Failure,
  before: readonly EntryOf<'StateRetried'>[],
  random: () => number,
): { retrier: number; pauseMs: number } | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure.error))
  const retrier = retriers[index]
  if (!retrier) return undefined
  const made = before.filter((one) => one.retrier === index).length
  if (made >= retrier.MaxAttempts) return undefined
  const full = Math.min(
    retrier.IntervalSeconds * retrier.BackoffRate ** made,
    retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  )
  return { retrier: index, pauseMs: full * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1) }
}

export const catcherOf = (catchers: readonly Catcher[], failure: Failure): Catcher | undefined =>
  catchers.find(({ ErrorEquals }) => matches(ErrorEquals, failure.error))
