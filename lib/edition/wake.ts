import type { Callbacks } from '../platform/machine'
import type { Editions, WaitKind } from './store'

interface Needs {
  editions: Editions
  callbacks: Callbacks
}

/** Wakes every machine that waits for `kind` and fits: it looks at the rows itself, so a lost or double call harms nobody. */
const wake =
  ({ editions, callbacks }: Needs, kind: WaitKind) =>
  async (fits: (wait: { date: string; attempt: number }) => boolean): Promise<number> => {
    const waits = (await editions.waits(kind)).filter(fits)
    for (const { date, attempt, taskToken } of waits) {
      await callbacks.succeed(taskToken, { woken: true })
      await editions.endWait(kind, { date, attempt }, taskToken)
    }
    return waits.length
  }

/** The edition was confirmed, changed or cancelled: whoever waits for its confirmation looks again. */
export const wakeConfirmation = (needs: Needs) => (edition: { date: string }) =>
  wake(needs, 'confirmation')((wait) => wait.date === edition.date)

/** Something was learnt about a mass send: of one date, or of whichever waits. */
export const wakeResult = (needs: Needs) => (edition?: { date: string }) =>
  wake(needs, 'result')((wait) => edition === undefined || wait.date === edition.date)
