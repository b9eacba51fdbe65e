import * as z from 'zod'
import { chainedStore, type ChainedChange } from '../matter/chained'
import type { Clock } from '../platform/clock'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import { ConditionFailed, type Table, type Write } from '../platform/table'
import { WeiboPost } from './post'

export type PostChange = ChainedChange<WeiboPost>

const pk = (id: string) => `POST#${id}`
const waitKey = (id: string) => ({ pk: pk(id), sk: 'WAIT' })
const watchKey = (id: string) => ({ pk: pk(id), sk: 'WATCH' })

const ofAttempt = ({ attempt }: { attempt: number }) => ({
  expression: '#attempt = :attempt',
  names: { '#attempt': 'attempt' },
  values: { ':attempt': attempt },
})

/** At that very moment no later attempt of the post was released. */
export const attemptCheck = (post: Pick<WeiboPost, 'id' | 'attempt'>): Write => ({
  check: { pk: pk(post.id), sk: 'HEAD' },
  when: ofAttempt(post),
})

/** A released attempt whose machine should have begun by `dueAt`. */
const WatchedPost = z.object({ postId: z.string(), attempt: z.number().int() })

export const postWatchWrite = ({ id, attempt }: Pick<WeiboPost, 'id' | 'attempt'>, dueAt: Date): Write => ({
  put: { ...watchKey(id), postId: id, attempt, gsi1pk: 'POSTWATCH', gsi1sk: dueAt.toISOString() },
})

async function unlessNewer(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error
  }
}

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
    async newest(paging: Paging = {}): Promise<Page<WeiboPost>> {
      const rows = await pageOf(table, 'WEIBO-POSTS', { ...paging, newestFirst: true })
      return mapPage(rows, (row) => WeiboPost.parse(row))
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
      await unlessNewer(
        table.remove(waitKey(id), { expression: 'taskToken = :token', values: { ':token': taskToken } }),
      )
    },

    /** The machine of this attempt has begun; a later attempt's watch stays. */
    async unwatch(id: string, attempt: number): Promise<void> {
      await unlessNewer(table.remove(watchKey(id), ofAttempt({ attempt })))
    },

    /** Attempts whose machine should have begun before `now`. */
    async unstarted(now: Date): Promise<z.infer<typeof WatchedPost>[]> {
      return (await table.list('POSTWATCH', { to: now.toISOString() })).map((row) => WatchedPost.parse(row))
    },
  }
}

export type Posts = ReturnType<typeof postStore>
