import * as z from 'zod'
import type { Bilingual } from './finding'

const weight = z.number().min(-1_000).max(1_000).multipleOf(0.1)

/** 稿分: what each thing that happened to a unit's or person's items is worth; the company's own decision. */
export const PointsRule = z.strictObject({
  submitted: weight,
  accepted: weight,
  wechat: weight,
  weibo: weight,
  returned: weight,
  expired: weight,
})
export type PointsRule = z.infer<typeof PointsRule>
export type Scored = keyof PointsRule

/** In the order in which they are shown, with what counts. */
export const scoredNames: Record<Scored, Bilingual> = {
  submitted: { zh: '报送一篇', en: 'an item submitted' },
  accepted: { zh: '审批通过一篇', en: 'an item approved' },
  wechat: { zh: '微信发布一篇', en: 'an article sent by WeChat' },
  weibo: { zh: '微博发布一条', en: 'a post on Weibo' },
  returned: { zh: '被退回一次', en: 'sent back once' },
  expired: { zh: '逾期关闭一次', en: 'closed as overdue' },
}
export const scored = Object.keys(scoredNames) as Scored[]

/** A rule from a moment on, until the next version is in force. */
export interface FromWhen {
  rule: PointsRule
  /** absent of the rule that comes with the product */
  at?: string | undefined
}

/** What counts before a company has decided anything. */
export const shippedPoints: PointsRule = {
  ...{ submitted: 1, accepted: 1, wechat: 5, weibo: 2, returned: 0, expired: 0 },
}

/** The rule that was in force at an instant: what was earned under one is not counted anew under the next. */
export const ruleAt = (versions: readonly FromWhen[], at: string): PointsRule =>
  [...versions]
    .filter((one) => one.at === undefined || one.at <= at)
    .sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))
    .at(-1)?.rule ?? shippedPoints

/** Sums of tenths, so that a hundred times 0.1 is ten. */
export const tenths = (points: number): number => Math.round(points * 10) / 10
