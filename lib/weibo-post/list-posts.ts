import * as z from 'zod'
import type { People } from '../people/store'
import { weiboLength, weiboLengthWithLink } from '../policy/weibo-counter'
import type { Submissions } from '../submission/store'
import { leadingChannel } from '../submission/submission'
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

export const ListedPosts = z.object({ queue: z.array(QueuedPost), posts: z.array(ListedPost) })
export type ListedPosts = z.infer<typeof ListedPosts>

const shownAtOnce = 50

/** What waits for release, oldest approval first, and the newest posts. */
export const listPosts =
  ({ posts, submissions, people }: { posts: Posts; submissions: Submissions; people: People }) =>
  async (): Promise<ListedPosts> => {
    const [pool, newest, units] = await Promise.all([
      submissions.pool('weibo'),
      posts.newest(shownAtOnce),
      people.units(),
    ])
    const queue = pool.map((submission): QueuedPost => {
      const text = submission.content.weiboText ?? ''
      const count = (kind: string) => submission.pins.filter((pin) => pin.kind === kind).length
      const matter = { text, pictures: count('picture'), videos: count('video') }
      return {
        submissionId: submission.id,
        title: submission.content.title,
        unitName: units.find(({ id }) => id === submission.unitId)?.name ?? submission.unitId,
        ...matter,
        length: weiboLength(text),
        withLink: weiboLengthWithLink(text),
        ...wayOf(matter),
        withWechat: leadingChannel(submission) === 'wechat',
        approvedAt: submission.updatedAt,
      }
    })
    return { queue, posts: newest.map(listed) }
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
