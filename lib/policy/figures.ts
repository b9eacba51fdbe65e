import * as z from 'zod'
import { onTimeRate, satisfactionRate, type ComplaintFigures } from './complaint-figures'
import type { Bilingual } from './finding'
import { policy } from './policy'

/** Hours that items waited at a tier, counted by the company's calendar, and how many decisions that were. */
const Waited = z.object({ hours: z.number(), decisions: z.number().int() })
const count = z.number().int()

/** What happened to the items of a unit, a person or the company in a span of time. */
export const ItemFigures = z.object({
  /** first versions submitted */
  submitted: count,
  /** items that ended in the span, approved by every tier whatever followed */
  accepted: count,
  /** times an item was sent back */
  returned: count,
  expired: count,
  withdrawn: count,
  wechat: count,
  weibo: count,
  /** of them taken down again */
  removed: count,
  hits: count,
  waits: z.record(z.string(), Waited),
  points: z.number(),
})
export type ItemFigures = z.infer<typeof ItemFigures>

/** What is expected of a unit; a person has none. */
export const Due = z.object({ expected: count, short: count, lateRequests: count })
export type Due = z.infer<typeof Due>

export interface Figures {
  items: ItemFigures
  due?: Due | undefined
  complaints?: ComplaintFigures | undefined
}

/** Mean hours with one decimal; a dash where nothing was decided. */
const meanHours = (waited: z.infer<typeof Waited> | undefined): number | string =>
  !waited || waited.decisions === 0 ? '—' : Math.round((waited.hours / waited.decisions) * 10) / 10

interface FigureColumn {
  key: string
  name: Bilingual
  cell: (figures: Figures) => number | string
}

const item = (key: keyof ItemFigures & string, zh: string, en: string): FigureColumn => ({
  ...{ key, name: { zh, en } },
  cell: ({ items }) => items[key] as number,
})
const tierColumns: FigureColumn[] = Object.entries(policy.tiers).map(([tier, { title }]) => ({
  key: `wait-${tier}`,
  name: { zh: `${title.zh}平均用时（工作小时）`, en: `${title.en}: mean working hours` },
  cell: ({ items }) => meanHours(items.waits[tier]),
}))
const of =
  <T>(part: T | undefined, say: (part: T) => number | string) =>
  () =>
    part === undefined ? '—' : say(part)

/** The columns of the figures, on the page and in the workbook alike. */
export const figureColumns: FigureColumn[] = [
  item('submitted', '报送', 'Submitted'),
  {
    ...{ key: 'expected', name: { zh: '应报', en: 'Expected' } },
    cell: ({ due }) => of(due, ({ expected }) => expected)(),
  },
  {
    ...{ key: 'short', name: { zh: '欠报', en: 'Short of it' } },
    cell: ({ due }) => of(due, ({ short }) => short)(),
  },
  {
    ...{ key: 'late', name: { zh: '材料逾期', en: 'Material late' } },
    cell: ({ due }) => of(due, ({ lateRequests }) => lateRequests)(),
  },
  item('accepted', '审批通过', 'Approved'),
  item('returned', '退回（次）', 'Sent back (times)'),
  item('expired', '逾期关闭', 'Closed as overdue'),
  item('withdrawn', '撤回', 'Withdrawn'),
  item('wechat', '微信发布', 'WeChat'),
  item('weibo', '微博发布', 'Weibo'),
  item('removed', '发布后撤下', 'Taken down'),
  item('hits', '敏感词命中', 'Screen hits'),
  ...tierColumns,
  item('points', '稿分', 'Points'),
  {
    ...{ key: 'complaints', name: { zh: '客诉受理', en: 'Complaints' } },
    cell: ({ complaints }) => of(complaints, ({ received }) => received)(),
  },
  {
    ...{ key: 'complaints-late', name: { zh: '客诉逾期', en: 'Complaints late' } },
    cell: ({ complaints }) => of(complaints, ({ late, overdue }) => late + overdue)(),
  },
  {
    ...{ key: 'complaints-on-time', name: { zh: '客诉按期率', en: 'Complaints on time' } },
    cell: ({ complaints }) => of(complaints, onTimeRate)(),
  },
  {
    ...{ key: 'satisfaction', name: { zh: '客诉满意率', en: 'Satisfaction' } },
    cell: ({ complaints }) => of(complaints, satisfactionRate)(),
  },
]

/** Headings of the lists below the figures. */
export const reportTables: Record<'returns' | 'publications', Bilingual[]> = {
  returns: [
    { zh: '时间', en: 'When' },
    { zh: '标题', en: 'Title' },
    { zh: '单位', en: 'Unit' },
    { zh: '退回于', en: 'By' },
    { zh: '理由', en: 'Why' },
  ],
  publications: [
    { zh: '时间', en: 'When' },
    { zh: '标题', en: 'Title' },
    { zh: '单位', en: 'Unit' },
    { zh: '渠道', en: 'Channel' },
    { zh: '链接', en: 'Link' },
    { zh: '撤下时间', en: 'Taken down' },
  ],
}
