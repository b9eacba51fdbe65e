import type { Clock } from '../platform/clock'
import type { Table } from '../platform/table'
import { watchWrite } from '../submission/store'
import type { Approvals } from './store'

/**
 * A person left or lost a role: every tier that waits for them is looked at by the next run of the watch, which asks
 * whoever holds it now (`hand-over.ts`). Should this process die first, the hourly look finds it.
 */
export const lookForHolders =
  ({ approvals, table, clock }: { approvals: Approvals; table: Table; clock: Clock }) =>
  async (personId: string): Promise<void> => {
    const now = clock.now()
    for (let cursor: string | undefined; ;) {
      const { items, next } = await approvals.waitingFor(personId, { cursor, limit: 100 })
      for (const { submissionId } of items) await table.transact([watchWrite(submissionId, now, now)])
      if (next === undefined) return
      cursor = next
    }
  }
