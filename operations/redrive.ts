import { grouped, type Kept } from '../lib/failed/kept-events'
import type { Stack } from './stack'

/** The queues in which a stage keeps what failed for good. */
export const queuesOf = ({ outputs }: Stack): string[] => [
  outputs['FailedEventsUrl'] ?? '',
  outputs['DeadLettersUrl'] ?? '',
]

/** One line for each function and error, with how many. */
export const summaryOf = (kept: Kept[]): string[] =>
  grouped(kept).map(({ functionName, why, count }) => `${count} × ${functionName}: ${why}`)
