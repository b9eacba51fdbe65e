import type { Bilingual } from '../platform/refusal'
import type { Loan } from './loan'
import type { LoanPost } from './rows'

/** What became of a post that took a place of a loan. */
export const fateKinds = ['waiting', 'sending', 'posted', 'unknown', 'returned', 'refused'] as const
export type FateKind = (typeof fateKinds)[number]

export interface Fate {
  kind: FateKind
  /** where readers see it */
  url?: string
  said?: Bilingual
}

export const fateNames: Record<FateKind, Bilingual> = {
  waiting: { zh: '等待发出', en: 'waiting to go out' },
  sending: { zh: '正在发出', en: 'going out' },
  posted: { zh: '已发布', en: 'published' },
  unknown: { zh: '结果待查', en: 'result unknown' },
  returned: { zh: '未发出，已退回企管部', en: 'not sent, returned to 企管部' },
  refused: { zh: '微博拒绝，未发布', en: 'refused by Weibo' },
}

/** Nothing more will happen to it by itself. */
export const isSettled = ({ kind }: Fate): boolean => ['posted', 'returned', 'refused'].includes(kind)

/** The way of a loan's post to Weibo (lib/weibo-post), as the loan sees it. */
export interface Posting {
  /** Hands the post over; the same post again is the same post. */
  release(post: LoanPost, loan: Loan): Promise<void>
  /** undefined: it took its place but was not handed over yet */
  fateOf(post: LoanPost): Promise<Fate | undefined>
}

/** One that took its place but was not handed over yet waits to go out. */
export const fateIn = async (posting: Posting, post: LoanPost): Promise<Fate> =>
  (await posting.fateOf(post)) ?? { kind: 'waiting' }
