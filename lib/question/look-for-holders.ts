import type { Clock } from '../platform/clock'
import type { AskKind, Due } from './ask'
import type { Asks } from './store'

/**
 * A person left or lost a role: every question of a kind that waits for them is looked at by the next run of the watch,
 * which asks whoever holds it now (`hand-over.ts`). Should this process die first, the hourly look finds it.
 */
export const lookForHolders =
  ({ asks, clock }: { asks: Asks; clock: Clock }) =>
  async <At extends object, F extends At & Due>(kind: AskKind<At, F>, personId: string): Promise<void> => {
    for (let cursor: string | undefined; ;) {
      const { items, next } = await asks.waitingFor(kind, personId, { cursor, limit: 100 })
      for (const ask of items) await asks.watch(kind, ask, clock.now())
      if (next === undefined) return
      cursor = next
    }
  }
