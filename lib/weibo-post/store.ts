import { append, LedgerEvent, type Happened } from '../ledger/event'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { absent, ConditionFailed, type Row, type Table, type Write } from '../platform/table'
import { WeiboPost } from './post'

/** What a rule decided: the new post, what to write in its ledger, and rows that belong to the same moment. */
export interface PostChange {
  post: WeiboPost
  happened: Happened
  writes?: Write[]
}

const pk = (id: string) => `POST#${id}`
const headKey = (id: string) => ({ pk: pk(id), sk: 'HEAD' })
const waitKey = (id: string) => ({ pk: pk(id), sk: 'WAIT' })
const tries = 10

const headRow = (post: WeiboPost): Row => ({
  ...post,
  ...headKey(post.id),
  gsi1pk: 'WEIBO-POSTS',
  gsi1sk: `${post.releasedAt}#${post.id}`,
})

const missing = () => new Refusal('NotFound', { zh: '没有这条微博', en: 'there is no such post' })

/** A head or ledger row of ours moved because another hand wrote; any other row is for the caller to look at. */
const isOwn = (id: string, row: Row | undefined) =>
  row === undefined || (row.pk === pk(id) && (row.sk === 'HEAD' || row.sk.startsWith('EVENT#')))

/** Posts on Weibo, each its own send ledger: one partition a post (docs/table.md). */
export function postStore(table: Table, clock: Clock) {
  const find = async (id: string): Promise<WeiboPost | undefined> => {
    const row = await table.get(headKey(id))
    return row && WeiboPost.parse(row)
  }

  /** The post as it will stand and the rows that make it so, for a transaction of another room. */
  const writesOf = (
    before: WeiboPost | undefined,
    change: PostChange,
  ): { post: WeiboPost; writes: Write[] } => {
    const at = clock.now()
    const { event, chain } = append(change.post.chain, change.happened, at)
    const post: WeiboPost = {
      ...change.post,
      chain,
      updatedAt: at.toISOString(),
      revision: (before?.revision ?? 0) + 1,
    }
    const unchanged = before && {
      expression: '#revision = :seen',
      names: { '#revision': 'revision' },
      values: { ':seen': before.revision },
    }
    return {
      post,
      writes: [
        { put: headRow(post), when: unchanged ?? absent },
        {
          put: { ...event, pk: pk(post.id), sk: `EVENT#${String(event.seq).padStart(6, '0')}` },
          when: absent,
        },
        ...(change.writes ?? []),
      ],
    }
  }

  const write = async (before: WeiboPost | undefined, change: PostChange): Promise<WeiboPost> => {
    const { post, writes } = writesOf(before, change)
    await table.transact(writes)
    return post
  }

  return {
    find,
    writesOf,

    async withId(id: string): Promise<WeiboPost> {
      const post = await find(id)
      if (!post) throw missing()
      return post
    },

    /** Creates once: a repeat with the same id answers what is there. */
    async create(change: PostChange): Promise<WeiboPost> {
      try {
        return await write(undefined, change)
      } catch (error) {
        if (!(error instanceof ConditionFailed) || !isOwn(change.post.id, error.row)) throw error
        const there = await find(change.post.id)
        if (!there) throw error
        return there
      }
    },

    /** Loads, lets the rule decide, saves all together; decides again on what another hand has just written. */
    async change(
      id: string,
      decide: (post: WeiboPost) => PostChange | undefined | Promise<PostChange | undefined>,
    ): Promise<WeiboPost> {
      for (let attempt = 1; ; attempt++) {
        const before = await find(id)
        if (!before) throw missing()
        const change = await decide(before)
        if (!change) return before
        try {
          return await write(before, change)
        } catch (error) {
          if (!(error instanceof ConditionFailed) || !isOwn(id, error.row) || attempt === tries) throw error
        }
      }
    },

    /** Released last first; eventually consistent. */
    async newest(limit: number): Promise<WeiboPost[]> {
      const rows = await table.list('WEIBO-POSTS', { newestFirst: true, limit })
      return rows.map((row) => WeiboPost.parse(row))
    },

    async ledger(id: string): Promise<LedgerEvent[]> {
      return (await table.partition(pk(id), 'EVENT#')).map((row) => LedgerEvent.parse(row))
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
