import type { Callbacks } from '../platform/machine'
import type { AtAttempt } from './at'
import { isAt } from './edition'
import type { Editions } from './store'

/**
 * Keeps the task token of the machine that waits for the confirmation. The token is stored before the edition is
 * looked at, the confirmation is stored before tokens are looked at: one of the two sees the other.
 */
export const awaitConfirmation =
  ({ editions, callbacks }: { editions: Editions; callbacks: Callbacks }) =>
  async ({ taskToken, ...at }: AtAttempt & { taskToken: string }): Promise<void> => {
    await editions.wait('confirmation', at, taskToken)
    const edition = await editions.withDate(at.date)
    if (isAt(edition, at.attempt, 'awaiting-confirmation')) return
    await callbacks.succeed(taskToken, { woken: true })
    await editions.endWait('confirmation', at, taskToken)
  }
