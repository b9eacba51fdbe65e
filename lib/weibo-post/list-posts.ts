import * as z from 'zod'
import type { People } from '../people/store'
import { mapPage, type Paging } from '../platform/paging'
import { weiboLength, weiboLengthWithLink } from '../policy/weibo-counter'
import type { Submissions } from '../submission/store'
import { WeiboPost } from './post'
import { wayOf } from './release-post'
import type { Posts } from './store'

/** Approved for Weibo and not released: how it would go out. */
export const QueuedPost = z.object({
  submissionId: z.string(),
  title: z.string(),
  unitName: z.string(),
  text: z.string(),
  /** characters as Sina counts, without and with the address of ours */
  length: z.number().int(),
  withLink: z.number().int(),
  pictures: z.number().int(),
  videos: z.number().int(),
  way: WeiboPost.shape.way,
  byHand: WeiboPost.shape.byHand,
  /** WeChat carries it too and leads its state */
  withWechat: z.boolean(),
  approvedAt: z.string(),
})
export type QueuedPost = z.infer<typeof QueuedPost>

export const ListedPost = WeiboPost.pick({
  id: true,
  title: true,
  unitName: true,
  text: true,
  state: true,
  way: true,
  releasedAt: true,
  releasedBy: true,
  standing: true,
  outcome: true,
}).extend({ under: z.enum(['approval', 'loan']) })
export type ListedPost = z.infer<typeof ListedPost>

export const ListedPosts = z.object({ posts: z.array(ListedPost), next: z.string().optional() })
export type ListedPosts = z.infer<typeof ListedPosts>

export const QueuedPosts = z.object({ queue: z.array(QueuedPost), next: z.string().optional() })
export type QueuedPosts = z.infer<typeof QueuedPosts>

/** The posts, released last first. */
export const listPosts =
  ({ posts }: { posts: Posts }) =>
  async (paging: Paging = {}): Promise<ListedPosts> => {
    const { items, ...rest } = mapPage(await posts.newest(paging), listed)
    return { posts: items, ...rest }
  }

/** What waits for release, oldest approval first. */
export const listQueue =
  ({ submissions, people }: { submissions: Submissions; people: People }) =>
  async (paging: Paging = {}): Promise<QueuedPosts> => {
    const [pool, units] = await Promise.all([submissions.pool('weibo', paging), people.units()])
    const { items, ...rest } = mapPage(pool, (pooled): QueuedPost => {
      const { id, title, unitId, weiboText: text = '', pictures, videos, channels, approvedAt } = pooled
      return {
        submissionId: id,
        ...{ title, text, pictures, videos, approvedAt },
        unitName: units.find((unit) => unit.id === unitId)?.name ?? unitId,
        length: weiboLength(text),
        withLink: weiboLengthWithLink(text),
        ...wayOf({ text, pictures, videos }),
        withWechat: channels.includes('wechat'),
      }
    })
    return { queue: items, ...rest }
  }

const listed = ({
  id,
  title,
  unitName,
  text,
  state,
  way,
  releasedAt,
  releasedBy,
  standing,
  outcome,
  under,
}: WeiboPost) => ({
  ...{ id, title, unitName, text, state, way, releasedAt, releasedBy, standing, outcome },
  under: under.kind,
})
