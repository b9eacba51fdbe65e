import type { People } from '../people/store'
import { weiboLength, weiboLengthWithLink } from '../policy/weibo-counter'
import type { Submissions } from '../submission/store'
import { leadingChannel } from '../submission/submission'
import type { WeiboPost } from './post'
import { wayOf } from './release-post'
import type { Posts } from './store'

/** Approved for Weibo and not released: how it would go out. */
export interface QueuedPost {
  submissionId: string
  title: string
  unitName: string
  text: string
  length: number
  withLink: number
  pictures: number
  videos: number
  way: WeiboPost['way']
  byHand: WeiboPost['byHand']
  /** WeChat carries it too and leads its state */
  withWechat: boolean
  approvedAt: string
}

export type ListedPost = Pick<
  WeiboPost,
  | 'id'
  | 'title'
  | 'unitName'
  | 'text'
  | 'state'
  | 'way'
  | 'releasedAt'
  | 'releasedBy'
  | 'standing'
  | 'outcome'
> & { under: WeiboPost['under']['kind'] }

const shownAtOnce = 50

/** What waits for release, oldest approval first, and the newest posts. */
export const listPosts =
  ({ posts, submissions, people }: { posts: Posts; submissions: Submissions; people: People }) =>
  async (): Promise<{ queue: QueuedPost[]; posts: ListedPost[] }> => {
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
