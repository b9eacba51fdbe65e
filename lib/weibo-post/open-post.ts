import { emptyChain } from '../ledger/event'
import type { Clock } from '../platform/clock'
import type { Machine } from '../platform/machine'
import type { Write } from '../platform/table'
import { started, wayOf } from './release-post'
import { type Under, type WeiboPost } from './post'
import type { Posts } from './store'

/** A post in another right than an approval, e.g. a loan's (article 12). `id` is derived by its room from one wish. */
export interface OpenPost {
  id: string
  under: Exclude<Under, { kind: 'approval' }>
  unitId: string
  unitName: string
  title: string
  text: string
  by: { id: string; name: string }
  ip: string
  /** rows that have to hold or change in the same moment, e.g. one more of a loan's posts used */
  writes?: Write[]
}

/** The same id is one post: a repeat answers what is there and starts its machine if that never began. */
export const openPost =
  ({ posts, machine, clock }: { posts: Posts; machine: Machine; clock: Clock }) =>
  async ({ by, writes, ...wish }: OpenPost): Promise<WeiboPost> => {
    const at = clock.now().toISOString()
    const way = wayOf({ text: wish.text, pictures: 0, videos: 0 })
    const post = await posts.create({
      next: {
        ...wish,
        ...way,
        officerId: by.id,
        media: [],
        state: 'released',
        attempt: 1,
        releasedBy: by,
        releasedAt: at,
        looks: 0,
        updatedAt: at,
        revision: 0,
        chain: emptyChain,
      },
      happened: { by: by.id, type: 'PostReleased', facts: { under: wish.under, way: way.way } },
      ...(writes && { writes }),
    })
    // Ended before its machine began, e.g. by a recall: the machine still tells whoever waits to hear.
    return post.recordedAt === undefined ? started(machine)(post) : post
  }
