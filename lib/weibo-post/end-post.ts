import type { Person } from '../people/person'
import type { Waits } from '../matter/waiting'
import type { Bilingual } from '../platform/refusal'
import { finishPost, type FinishNeeds } from './finish-post'
import { isOver, requirePostState, type PostState, type WeiboPost } from './post'
import { postWait, type Posts } from './store'

interface End {
  from: PostState[]
  state: Extract<PostState, 'cancelled' | 'refused' | 'returned'>
  code: string
  type: string
  said: (reason: string) => Bilingual
}

const ends = {
  /** before anything went out */
  cancel: {
    from: ['released', 'by-hand'],
    state: 'cancelled',
    code: 'Cancelled',
    type: 'PostCancelled',
    said: (reason) => ({ zh: `已取消：${reason}`, en: `cancelled: ${reason}` }),
  },
  /** a person looked on Weibo and found nothing */
  notThere: {
    from: ['unknown'],
    state: 'refused',
    code: 'FoundNotPosted',
    type: 'PostFoundMissing',
    said: (reason) => ({
      zh: `人工查看后认定没有发出：${reason}`,
      en: `a person looked and found it had not gone out: ${reason}`,
    }),
  },
} satisfies Record<string, End>

const endPost =
  (needs: FinishNeeds, end: End) =>
  async ({ postId, reason, by }: { postId: string; reason: string; by: Person }): Promise<WeiboPost> => {
    const post = await needs.posts.change(postId, (current) => {
      if (current.state === end.state && current.outcome?.code === end.code) return undefined
      requirePostState(current, ...end.from)
      return {
        next: { ...current, state: end.state, outcome: { code: end.code, said: end.said(reason) } },
        happened: { by: by.id, type: end.type, facts: { attempt: current.attempt, reason } },
      }
    })
    await finishPost(needs)(post)
    return post
  }

/** Calls a post off before Weibo was asked; afterwards it says honestly that it did not. */
export const cancelPost = (needs: FinishNeeds) => endPost(needs, ends.cancel)

/** Invariant 3: only a person's word, with a reason on record, ends an unknown post as not posted. */
export const denyPost = (needs: FinishNeeds) => endPost(needs, ends.notThere)

/** What has not gone out returns to the office, e.g. because a loan was recalled (article 12). Later ones stay as they are. */
export const returnPost =
  ({ posts, waits }: { posts: Posts; waits: Waits }) =>
  async ({ postId, by, said }: { postId: string; by: string; said: Bilingual }): Promise<WeiboPost> => {
    const post = await posts.change(postId, (current) =>
      ['released', 'by-hand'].includes(current.state)
        ? {
            next: { ...current, state: 'returned', outcome: { code: 'Returned', said } },
            happened: { by, type: 'PostReturned', facts: { attempt: current.attempt, said } },
          }
        : undefined,
    )
    if (isOver(post)) await waits.wake(postWait(postId))
    return post
  }

/** The machine broke: before the intent nothing went out; after it, nobody knows. */
export const stopPost =
  ({ posts }: { posts: Posts }) =>
  async ({
    postId,
    attempt,
    trouble,
  }: {
    postId: string
    attempt: number
    trouble: string
  }): Promise<void> => {
    await posts.change(postId, (current) => {
      if (current.attempt !== attempt || isOver(current) || current.state === 'unknown') return undefined
      if (current.state === 'posting')
        return {
          next: { ...current, state: 'unknown', doubt: trouble },
          happened: { by: 'system', type: 'PostUnknown', facts: { attempt, doubt: trouble } },
        }
      return {
        next: {
          ...current,
          state: 'refused',
          outcome: {
            code: trouble,
            said: {
              zh: `没有发出，系统中断：${trouble}。可以再次发布`,
              en: `it did not go out, something broke: ${trouble}. It can be released again`,
            },
          },
        },
        happened: { by: 'system', type: 'PostStopped', facts: { attempt, trouble } },
      }
    })
  }
