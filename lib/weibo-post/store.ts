import { chainedStore, type ChainedChange } from '../matter/chained'
import type { WaitOf } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import type { Table, Write } from '../platform/table'
import { WeiboPost } from './post'

export type PostChange = ChainedChange<WeiboPost>

const pk = (id: string) => `POST#${id}`

/** At that very moment no later attempt of the post was released. */
export const attemptCheck = (post: Pick<WeiboPost, 'id' | 'attempt'>): Write => ({
  check: { pk: pk(post.id), sk: 'HEAD' },
  when: {
    expression: '#attempt = :attempt',
    names: { '#attempt': 'attempt' },
    values: { ':attempt': post.attempt },
  },
})

/** The machine of a post while it waits for a person. */
export const postWait = (id: string): WaitOf => ({ pk: pk(id), watched: { kind: 'weibo-post', id } })

/** Posts on Weibo, each its own send ledger: one partition a post (docs/table.md). */
export function postStore(table: Table, clock: Clock) {
  return {
    ...chainedStore({
      table,
      clock,
      pk,
      parse: (row) => WeiboPost.parse(row),
      idOf: ({ id }) => id,
      place: ({ id, releasedAt }) => ({ gsi1pk: 'WEIBO-POSTS', gsi1sk: `${releasedAt}#${id}` }),
      watched: () => 'weibo-post',
      missing: () => new Refusal('NotFound', { zh: '没有这条微博', en: 'there is no such post' }),
    }),

    /** Released last first; eventually consistent. */
    async newest(paging: Paging = {}): Promise<Page<WeiboPost>> {
      const rows = await pageOf(table, 'WEIBO-POSTS', { ...paging, newestFirst: true })
      return mapPage(rows, (row) => WeiboPost.parse(row))
    },
  }
}

export type Posts = ReturnType<typeof postStore>
