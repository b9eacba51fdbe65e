import * as z from 'zod'
import { Turn } from '../approval/approval'
import { beijingMinute } from '../platform/beijing-time'
import { categoryOf, policyOf } from '../policy/policy'
import { fields, printedLines, type FieldName } from '../submission/fields'
import type { SubmittedVersion } from '../submission/store'
import { stateNames } from '../submission/submission'
import { textOf } from '../submission/text'
import type { Entry } from './entry'

export const SheetTurn = Turn.pick({ version: true, tier: true, contentHash: true, decision: true })
export type SheetTurn = z.infer<typeof SheetTurn>

export const Named = z.object({ id: z.string(), name: z.string() })
type Named = z.infer<typeof Named>

/** A printed approval sheet (审批单) before it is drawn: fields, the steps of the approval, where it was published. */
export interface Sheet {
  number: string
  result: string
  /** short ones, two in a row */
  pairs: [[label: string, value: string], [label: string, value: string]][]
  fields: [label: string, value: string][]
  steps: { step: string; decision: string; name: string; at: string; remark: string }[]
  publications: { channel: string; at: string; url: string }[]
  proofs: [label: string, value: string][]
}

const kinds: Record<string, string> = {
  approved: '同意 Approved',
  rejected: '退回 Sent back',
  withdrawn: '撤回 Withdrawn',
  expired: '逾期 Expired',
}
const minute = (at: string) => beijingMinute(new Date(at))
const channelName = (channel: string) => (channel === 'weibo' ? '微博 Weibo' : '微信公众号 WeChat')

const remarkOf = ({ decision }: SheetTurn, people: Named[]) =>
  [
    ...(decision?.standsInFor
      ? [`代理 for ${people.find(({ id }) => id === decision.standsInFor)?.name ?? decision.standsInFor}`]
      : []),
    ...(decision?.reason ? [decision.reason] : []),
    ...(decision?.answers ?? []).map((answer, at) => `敏感词答复 ${at + 1}：${answer}`),
  ].join('\n')

const labelled = (field: FieldName) => `${fields[field].label.zh} ${fields[field].label.en}`

/** What the sheet says, from the sealed bundle alone. `version` is absent when nothing was ever submitted. */
export function sheetOf(
  entry: Entry,
  { version, turns, people }: { version: SubmittedVersion | undefined; turns: SheetTurn[]; people: Named[] },
): Sheet {
  const category = entry.category === undefined ? undefined : categoryOf(entry.category)
  const rules = version && policyOf(version.policyVersion)
  const result = stateNames[entry.result]
  return {
    number: entry.number,
    result: `${result.zh} ${result.en}`,
    pairs: [
      [
        ['单位 Unit', entry.unitName],
        ['信息员 Officer', entry.officer.name],
      ],
      [
        [labelled('channels'), entry.channels.map(channelName).join('、')],
        [labelled('source'), version?.content.source ?? '—'],
      ],
      [
        ['版本 Version', version ? `第 ${version.version} 版` : '未提交 never submitted'],
        ['归档时间 Filed', minute(entry.endedAt)],
      ],
    ],
    fields: [
      [labelled('title'), entry.title || '（未填写）'],
      ...(entry.removes ? [['撤下理由 Removal', entry.removes.reason] satisfies [string, string]] : []),
      [labelled('category'), category ? `第九条（${category.number}）${category.name.zh}` : '—'],
      [
        labelled('mediaIds'),
        version?.pins.length ? version.pins.map(({ fileName }) => fileName).join('、') : '无 none',
      ],
      ...printedLines().flatMap((field): [string, string][] => {
        const words = version ? textOf(version.content, field) : ''
        return words === '' ? [] : [[labelled(field), words]]
      }),
      ['责任声明 Statement', version?.statement?.wording ?? '—'],
      [
        '声明人 Signed by',
        version?.statement ? `${version.statement.name}　${minute(version.statement.at)}` : '—',
      ],
    ],
    steps: turns.map((turn) => ({
      step: `${rules?.tiers[turn.tier].title.zh ?? turn.tier}\n第 ${turn.version} 版`,
      decision: turn.decision ? (kinds[turn.decision.kind] ?? turn.decision.kind) : '未处理 open',
      name: turn.decision?.name ?? '',
      at: turn.decision ? minute(turn.decision.at) : '',
      remark: remarkOf(turn, people),
    })),
    publications: entry.publications.map(({ channel, at, url, id, deletedAt, deletedBecause }) => ({
      channel: channelName(channel),
      at: minute(at),
      url: [
        url ?? id ?? '',
        ...(deletedAt ? [`已于 ${minute(deletedAt)} 撤下 taken down：${deletedBecause ?? ''}`] : []),
      ].join('\n'),
    })),
    proofs: [
      ['稿件哈希 Content', version?.contentHash ?? '—'],
      ['账本末条 Ledger', `${entry.ledger.head}（${entry.ledger.events} 条 events）`],
      ['封存哈希 Seal', entry.seal],
      ['制度版本 Policy', version?.policyVersion ?? '—'],
      ['归档位置 Archive', entry.prefix],
    ],
  }
}
