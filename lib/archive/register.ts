import type { Cell, SheetData } from '../platform/workbook'
import { beijingMinute } from '../platform/beijing-time'
import { categoryOf, policy } from '../policy/policy'
import { stateNames } from '../submission/submission'
import type { Entry } from './entry'

/** A cell of a sheet: text or number; the first row of a sheet is its heading. */

const channelNames = (channels: string[]) =>
  channels.map((channel) => (channel === 'weibo' ? '微博' : '微信公众号')).join('、')

const register: [heading: string, width: number, cell: (entry: Entry) => Cell][] = [
  ['编号 No.', 18, ({ number }) => number],
  ['归档日期 Date', 17, ({ endedAt }) => beijingMinute(new Date(endedAt))],
  ['单位 Unit', 14, ({ unitName }) => unitName],
  [
    '标题 Title',
    40,
    ({ title, removes }) =>
      removes
        ? `【${removes.atOnce ? '立即撤下' : removes.after === undefined ? '撤下' : '补办撤下'}】${title}`
        : title,
  ],
  ['类别 Category', 26, ({ category }) => (category && categoryOf(category)?.name.zh) ?? ''],
  ['渠道 Channel', 16, ({ channels }) => channelNames(channels)],
  ['信息员 Officer', 12, ({ officer }) => officer.name],
  [
    '审批人 Deciders',
    36,
    ({ decisions }) =>
      decisions
        .map(({ tier, name, kind }) => `${tierName(tier)}：${name}${kindNames[kind] ?? ''}`)
        .join('；'),
  ],
  [
    '结果 Result',
    10,
    ({ result, publications, unused = [] }) =>
      [
        stateNames[result].zh,
        ...(publications.some(({ deletedAt }) => deletedAt) ? ['后撤下'] : []),
        ...(result === 'published' && unused.length > 0 ? [`${channelNames(unused)}未使用`] : []),
      ].join('，'),
  ],
  ['链接 Link', 44, ({ publications }) => publications.flatMap(({ url }) => url ?? []).join('\n')],
  ['归档位置 Archive key', 60, ({ prefix }) => prefix],
  ['账本末条 Ledger head', 66, ({ ledger }) => ledger.head],
  ['封存哈希 Seal', 66, ({ seal }) => seal],
]

const kindNames: Record<string, string> = {
  approved: '同意',
  rejected: '退回',
  withdrawn: '撤回',
  expired: '逾期',
}
const tierName = (tier: string) =>
  Object.entries(policy.tiers).find(([id]) => id === tier)?.[1].title.zh ?? tier

/** 台账: one row an item, oldest end first. */
export const registerSheet = (entries: Entry[]): SheetData => ({
  name: '台账',
  widths: register.map(([, width]) => width),
  rows: [
    register.map(([heading]) => heading),
    ...[...entries]
      .sort((a, b) => a.endedAt.localeCompare(b.endedAt))
      .map((entry) => register.map(([, , cell]) => cell(entry))),
  ],
})

const results = ['published', 'rejected', 'withdrawn', 'expired', 'unused', 'failed', 'removed'] as const

/** 月度汇总: how much each unit brought, by result and category; the last row is the whole company. */
export function volumeSheet(month: string, entries: Entry[]): SheetData {
  const categories = policy.categories.map(({ number }) => number)
  const units = [...new Set(entries.map(({ unitName }) => unitName))].sort()
  const counts = (name: string, some: Entry[]): Cell[] => [
    name,
    some.length,
    ...results.map((result) => some.filter((entry) => entry.result === result).length),
    ...categories.map((number) => some.filter(({ category }) => category === number).length),
  ]
  return {
    name: '月度汇总',
    widths: [18, 10, ...results.map(() => 12), ...categories.map(() => 12)],
    rows: [
      [
        `${month} 单位 Unit`,
        '合计 All',
        ...results.map((result) => stateNames[result].zh),
        ...categories.map((number) => `第${number}类`),
      ],
      ...units.map((unit) =>
        counts(
          unit,
          entries.filter(({ unitName }) => unitName === unit),
        ),
      ),
      counts('全公司 Company', entries),
    ],
  }
}
