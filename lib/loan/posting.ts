import type { Bilingual } from '../platform/refusal'

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
