import { watchList } from '../matter/watch'
import type { Clock } from '../platform/clock'
import type { Table } from '../platform/table'
import { poolWatchWrite, type Submissions } from '../submission/store'

/**
 * Once a day: whatever is in the pool has its watch. What versions before this one approved has none; it is given one, and
 * its wait is counted from its approval.
 */
export const adoptPool =
  ({ submissions, table, clock }: { submissions: Submissions; table: Table; clock: Clock }) =>
  async (): Promise<{ adopted: number }> => {
    const watched = new Set(
      (await watchList(table).all()).filter(({ kind }) => kind === 'pool').map(({ id }) => id),
    )
    const adopted = new Set<string>()
    for (const channel of ['wechat', 'weibo'] as const) {
      let cursor: string | undefined
      do {
        const page = await submissions.pool(channel, { limit: 100, ...(cursor && { cursor }) })
        for (const { id } of page.items) if (!watched.has(id)) adopted.add(id)
        cursor = page.next
      } while (cursor !== undefined)
    }
    for (const id of adopted) await table.transact([poolWatchWrite(id, clock.now())])
    return { adopted: adopted.size }
  }
