import * as z from 'zod'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Waits } from '../matter/waiting'
import type { Machine } from '../platform/machine'
import { Bilingual } from '../policy/finding'
import { returnPost } from '../weibo-post/end-post'
import { openPost } from '../weibo-post/open-post'
import { isOver, postStates } from '../weibo-post/post'
import type { Posts } from '../weibo-post/store'
import { unitNameOf } from './letters'
import type { Loan } from './loan'
import type { LoanPost } from './rows'

/** What became of a post that took a place of a loan: states of lib/weibo-post. */
export const Fate = z.object({
  kind: z.enum(postStates),
  /** where readers see it */
  url: z.string().optional(),
  said: Bilingual.optional(),
})
export type Fate = z.infer<typeof Fate>

/** Nothing more will happen to it by itself. */
export const isSettled = ({ kind }: Fate): boolean => isOver({ state: kind })

/** The way of a loan's posts to Weibo (lib/weibo-post), as the loan uses it. */
export interface Posting {
  /** Hands the post over; the same post again is the same post. */
  release(post: LoanPost, loan: Loan): Promise<void>
  /** undefined: it took its place but was not handed over yet */
  fateOf(post: LoanPost): Promise<Fate | undefined>
  /** What has not gone out returns to the office; whatever is on its way or over stays as it is. */
  takeBack(post: LoanPost, by: Pick<Person, 'id'>, said: Bilingual): Promise<void>
}

export function weiboPosting(needs: {
  posts: Posts
  people: People
  machine: Machine
  waits: Waits
  clock: Clock
}): Posting {
  const open = openPost(needs)
  const back = returnPost(needs)
  return {
    async release(post, loan) {
      const { loanId, personId } = post
      await open({
        ...{ id: post.postId, under: { kind: 'loan', loanId, personId }, text: post.text, ip: post.ip },
        ...{ unitId: loan.unitId, unitName: await unitNameOf(needs.people, loan.unitId), title: loan.event },
        by: { id: personId, name: post.name },
      })
    },
    async fateOf({ postId }) {
      const post = await needs.posts.find(postId)
      if (!post) return undefined
      return {
        kind: post.state,
        ...(post.standing && { url: post.standing.url }),
        ...(post.outcome && { said: post.outcome.said }),
      }
    },
    async takeBack({ postId }, by, said) {
      if (await needs.posts.find(postId)) await back({ postId, by: by.id, said })
    },
  }
}

/** One that took its place but was not handed over yet waits to go out. */
export const fateIn = async (posting: Posting, post: LoanPost): Promise<Fate> =>
  (await posting.fateOf(post)) ?? { kind: 'released' }

/** Article 12: the loan is over, so what has not gone out returns to the office; repeatable. */
export const takeBackAll =
  ({ posting }: { posting: Posting }) =>
  async (loan: Loan, posts: LoanPost[]): Promise<void> => {
    const { name, id, reason } = loan.end ?? { name: '系统', id: 'system' }
    const said =
      loan.state === 'recalled'
        ? {
            zh: `借用由${name}收回，没有发出${reason ? `：${reason}` : ''}`,
            en: `the loan was recalled by ${name}, so this did not go out${reason ? `: ${reason}` : ''}`,
          }
        : { zh: '借用已到期，没有发出', en: 'the loan ended, so this did not go out' }
    for (const post of posts) await posting.takeBack(post, { id }, said)
  }
