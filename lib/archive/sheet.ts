import * as z from 'zod'
import { Turn } from '../approval/approval'
import type { LedgerEvent } from '../ledger/event'
import { historyOf, type HistoryLine } from '../policy/history'
import { beijingMinute } from '../platform/beijing-time'
import { categoryOf, policyOf, type Tier } from '../policy/policy'
import { statementOf } from '../policy/statement'
import { fields, printedLines, type FieldName } from '../submission/fields'
import { pictureIdAt, type Rendition } from '../submission/rendition'
import type { SubmittedVersion } from '../submission/store'
import { stateNames } from '../submission/submission'
import { textOf } from '../submission/text'
import type { Entry } from './entry'
import { sendSteps } from './send-steps'
import { textBlocksOf, type TextBlock } from './text-blocks'

export const SheetTurn = Turn.pick({
  version: true,
  tier: true,
  contentHash: true,
  openedAt: true,
  decision: true,
})
export type SheetTurn = z.infer<typeof SheetTurn>

export const Named = z.object({ id: z.string(), name: z.string() })
type Named = z.infer<typeof Named>

/** One thing a person did, or was asked to do; times are Beijing minutes with their year. */
export interface SheetStep {
  step: string
  /** when it was asked for */
  asked?: string
  decision?: string
  name: string
  at: string
  remark: string
}

/** A printed approval sheet (审批单) before it is drawn; it stands alone, without the system. */
export interface Sheet {
  company: string
  number: string
  result: string
  /** short ones, two in a row */
  pairs: [[label: string, value: string], [label: string, value: string]][]
  fields: [label: string, value: string][]
  steps: SheetStep[]
  /** test, confirmation and send, each by its person (10.3, 11.3) */
  sends: SheetStep[]
  publications: { channel: string; at: string; url: string }[]
  /** what readers get, words and pictures in their order */
  text: TextBlock[]
  /** previews by the ids of the pictures, with the names of their files */
  pictures: Map<string, { bytes: Buffer | undefined; fileName: string }>
  history: { at: string; what: string; name: string; remark: string }[]
  proofs: [label: string, value: string][]
  /** where the sealed bundle is looked up, with its seal: printed as a QR code */
  address: string
}

/** All of a sealed bundle that a sheet says. */
export interface SheetParts {
  company: string | undefined
  /** absent when nothing was ever submitted */
  version: SubmittedVersion | undefined
  /** absent in bundles of before there was one */
  rendition: Rendition | undefined
  turns: SheetTurn[]
  people: Named[]
  ledger: LedgerEvent[]
  /** events of the edition it went out with */
  edition: LedgerEvent[]
  previews: Map<string, Buffer>
  publicUrl: string
}

const kinds: Record<string, string> = {
  approved: '同意 Approved',
  rejected: '退回 Sent back',
  withdrawn: '撤回 Withdrawn',
  expired: '逾期 Expired',
}
export const minute = (at: string) => beijingMinute(new Date(at))
const channelName = (channel: string) => (channel === 'weibo' ? '微博 Weibo' : '微信公众号 WeChat')
const labelled = (field: FieldName) => `${fields[field].label.zh} ${fields[field].label.en}`

const remarkOf = ({ decision }: SheetTurn, nameOf: (id: string) => string) =>
  [
    ...(decision?.standsInFor ? [`代理 for ${nameOf(decision.standsInFor)}`] : []),
    ...(decision?.reason ? [decision.reason] : []),
    ...(decision?.answers ?? []).map((answer, at) => `敏感词答复 ${at + 1}：${answer}`),
  ].join('\n')

/** The whole wording as it was signed; of a version nobody knows any more, its number. */
function statementText(wording: string): string {
  try {
    return statementOf(wording)
      .parts.map(({ article, text }) => `（第${article}条）${text.zh}`)
      .join('\n')
  } catch (error) {
    if (error instanceof RangeError) return wording
    throw error
  }
}

const removalLabel = ({ atOnce, after }: NonNullable<Entry['removes']>): string =>
  atOnce
    ? '立即撤下理由 Removal at once'
    : after === undefined
      ? '撤下理由 Removal'
      : '立即撤下后补办 Approval after a removal at once'

function fieldsOf(entry: Entry, version: SubmittedVersion | undefined): Sheet['fields'] {
  const category = entry.category === undefined ? undefined : categoryOf(entry.category)
  return [
    [labelled('title'), entry.title || '（未填写）'],
    ...(entry.removes
      ? [[removalLabel(entry.removes), entry.removes.reason] satisfies [string, string]]
      : []),
    [labelled('category'), category ? `第九条（${category.number}）${category.name.zh}` : '—'],
    [
      labelled('mediaIds'),
      version?.pins.length ? version.pins.map(({ fileName }) => fileName).join('、') : '无 none',
    ],
    ...printedLines().flatMap((field): [string, string][] => {
      const words = version ? textOf(version.content, field) : ''
      return words === '' ? [] : [[labelled(field), words]]
    }),
    ['责任声明 Statement', version?.statement ? statementText(version.statement.wording) : '—'],
    [
      '声明人 Signed by',
      version?.statement ? `${version.statement.name}　${minute(version.statement.at)}` : '—',
    ],
  ]
}

/** Handing in and the decision of every tier, each by its person. */
function stepsOf({ version, turns, ledger }: SheetParts, nameOf: (id: string) => string): SheetStep[] {
  const title = (tier: Tier) => (version && policyOf(version.policyVersion).tiers[tier].title.zh) ?? tier
  const submitted = ledger.filter(
    // What is published has the event of its removal too.
    ({ type, facts }) => type === 'SubmissionSubmitted' || (type === 'RemovalAsked' && 'removes' in facts),
  )
  const numbers = [
    ...new Set([
      ...submitted.map(({ facts }) => facts['version'] ?? 1),
      ...turns.map((turn) => turn.version),
    ]),
  ]
  return numbers.flatMap((number) => [
    ...submitted
      .filter(({ facts }) => (facts['version'] ?? 1) === number)
      .map(({ by, at }) => ({
        ...{ step: `送审 Submitted\n第 ${String(number)} 版`, name: nameOf(by), at: minute(at), remark: '' },
      })),
    ...turns
      .filter((turn) => turn.version === number)
      .map((turn) => ({
        step: `${title(turn.tier)}\n第 ${turn.version} 版`,
        asked: minute(turn.openedAt),
        decision: turn.decision ? (kinds[turn.decision.kind] ?? turn.decision.kind) : '未处理 open',
        name: turn.decision ? nameOf(turn.decision.by) : '',
        at: turn.decision ? minute(turn.decision.at) : '',
        remark: remarkOf(turn, nameOf),
      })),
  ])
}

const historyLine = ({ words, at, until, times, name, asked, reason }: HistoryLine) => ({
  at: until ? `${minute(at)}\n– ${minute(until)}` : minute(at),
  what: `${words.zh} ${words.en}${times > 1 ? `（${times} 次 times）` : ''}`,
  name: name ?? '自动',
  remark: [...(asked.length > 0 ? [asked.join('、')] : []), ...(reason ? [reason] : [])].join('\n'),
})

/** What the sheet says, from the sealed bundle alone. */
export function sheetOf(entry: Entry, parts: SheetParts): Sheet {
  const { version, rendition, turns, people, ledger, edition, previews } = parts
  const names = new Map([
    ...turns.flatMap(({ decision }): [string, string][] => (decision ? [[decision.by, decision.name]] : [])),
    ...people.map(({ id, name }): [string, string] => [id, name]),
  ])
  const nameOf = (id: string) => names.get(id) ?? (id === 'system' ? '自动' : id)
  const result = stateNames[entry.result]
  const submittedAt = version?.statement?.at
  const files = rendition?.media ?? version?.pins ?? []
  const text = rendition
    ? textBlocksOf(rendition.html, pictureIdAt)
    : textBlocksOf(version?.content.body ?? '', () => undefined)
  const weibo = rendition?.weibo?.text ?? version?.content.weiboText
  return {
    company: parts.company ?? '',
    number: entry.number,
    result: `${result.zh} ${result.en}`,
    pairs: [
      [
        ['单位 Unit', entry.unitName],
        ['信息员 Officer', entry.officer.name],
      ],
      [
        [labelled('channels'), entry.channels.map(channelName).join('、')],
        [labelled('source'), rendition?.source ?? version?.content.source ?? '—'],
      ],
      [
        ['版本 Version', version ? `第 ${version.version} 版` : '未提交 never submitted'],
        ['送审时间 Submitted', submittedAt ? minute(submittedAt) : '—'],
      ],
      [
        ['归档时间 Filed', minute(entry.endedAt)],
        ['制度版本 Policy', version?.policyVersion ?? '—'],
      ],
    ],
    fields: fieldsOf(entry, version),
    steps: stepsOf(parts, nameOf),
    sends: sendSteps({ ledger, edition, nameOf }),
    publications: [
      ...entry.publications.map(({ channel, at, url, id, deletedAt, deletedBecause }) => ({
        channel: channelName(channel),
        at: minute(at),
        url: [
          url ?? id ?? '',
          ...(deletedAt ? [`已于 ${minute(deletedAt)} 撤下 taken down：${deletedBecause ?? ''}`] : []),
        ].join('\n'),
      })),
      ...(entry.unused ?? []).map((channel) => ({
        channel: channelName(channel),
        at: '—',
        url: '到期未使用，退回单位 not used in time, returned to the unit',
      })),
    ],
    text: [
      ...text,
      ...(weibo ? [{ words: '微博文字 Weibo text', heading: true as const }, { words: weibo }] : []),
    ],
    pictures: new Map(
      files
        .filter(({ kind }) => kind === 'picture')
        .map(({ id, fileName }) => [id, { bytes: previews.get(id), fileName }]),
    ),
    history: historyOf(
      [...ledger, ...edition].sort((a, b) => a.at.localeCompare(b.at)),
      nameOf,
    ).map(historyLine),
    proofs: [
      ['稿件哈希 Content', version?.contentHash ?? '—'],
      ['账本末条 Ledger', `${entry.ledger.head}（${entry.ledger.events} 条 events）`],
      ['封存哈希 Seal', entry.seal],
      ['归档位置 Archive', entry.prefix],
    ],
    address: `${parts.publicUrl}/portal/archive/${entry.submissionId}?events=${entry.ledger.events}&seal=${entry.seal}`,
  }
}
