import { chainedStore, type ChainedChange } from '../ledger/chained'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed, type Table } from '../platform/table'
import { WeiboPost } from './post'

export type PostChange = ChainedChange<WeiboPost>

const pk = (id: string) => `POST#${id}`
const waitKey = (id: string) => ({ pk: pk(id), sk: 'WAIT' })

/** Posts on Weibo, each its own send ledger: one partition a post (docs/table.md). */
export function postStore(table: Table, clock: Clock) {
  return {
    ...chainedStore({
      table,
      clock,
      pk,
      parse: (row) => WeiboPost.parse(row),
      place: ({ id, releasedAt }) => ({ gsi1pk: 'WEIBO-POSTS', gsi1sk: `${releasedAt}#${id}` }),
      missing: () => new Refusal('NotFound', { zh: '没有这条微博', en: 'there is no such post' }),
    }),

    /** Released last first; eventually consistent. */
    async newest(limit: number): Promise<WeiboPost[]> {
      const rows = await table.list('WEIBO-POSTS', { newestFirst: true, limit })
      return rows.map((row) => WeiboPost.parse(row))
    },

    /** Keeps the task token of the waiting machine; it never leaves the backend. */
    async wait(id: string, taskToken: string): Promise<void> {
      await table.put({ ...waitKey(id), taskToken })
    },

    async taskToken(id: string): Promise<string | undefined> {
      const row = await table.get(waitKey(id))
      return row && String(row['taskToken'])
    },

    /** Forgets a used token, unless the machine has put a newer one there. */
    async endWait(id: string, taskToken: string): Promise<void> {
      try {
        await table.remove(waitKey(id), { expression: 'taskToken = :token', values: { ':token': taskToken } })
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
      }
    },
  }
}

export type Posts = ReturnType<typeof postStore>
