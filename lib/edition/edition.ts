import * as z from 'zod'
import { ChainHead } from '../ledger/event'
import { canonicalJson, sha256 } from '../platform/ids'
import { Refusal, type Bilingual, type RefusalDetail } from '../platform/refusal'
import { refusalNameOf } from './advice'
import { Counts, Reprint } from './rows'

export const editionStates = [
  'composing',
  'building',
  'testing',
  'awaiting-confirmation',
  'scheduled',
  'claiming',
  'sending',
  'by-hand',
  'sent',
  'failed',
  'unknown',
  'cancelled',
] as const
export type EditionState = (typeof editionStates)[number]

export const editionStateNames: Record<EditionState, Bilingual> = {
  composing: { zh: '编排中', en: 'being composed' },
  building: { zh: '生成草稿中', en: 'building the draft' },
  testing: { zh: '测试发送中', en: 'being test-sent' },
  'awaiting-confirmation': { zh: '待确认', en: 'awaiting confirmation' },
  scheduled: { zh: '定时待发', en: 'scheduled' },
  claiming: { zh: '占用当日群发', en: 'claiming the day' },
  sending: { zh: '群发中', en: 'being mass-sent' },
  'by-hand': { zh: '等人工群发', en: 'waiting to be sent by hand' },
  sent: { zh: '已群发', en: 'sent' },
  failed: { zh: '未发出', en: 'failed' },
  unknown: { zh: '结果待查', en: 'result unknown' },
  cancelled: { zh: '已取消', en: 'cancelled' },
}

/** One approved article at its place in the edition; `contentHash` is what every tier approved. */
export const Item = z.object({
  submissionId: z.string(),
  version: z.number().int(),
  title: z.string(),
  unitId: z.string(),
  /** printed in the article */
  unitName: z.string(),
  contentHash: z.string(),
})
export type Item = z.infer<typeof Item>

const Bilingually = z.object({ zh: z.string(), en: z.string() })

/** Why an edition stands where it stands: a name, what to do about it, and small facts. */
export const Outcome = z.object({
  /** a RefusalCode, or a name of `advice.ts`, e.g. `AdministratorSilent` */
  code: z.string(),
  said: Bilingually,
  details: z.array(z.record(z.string(), z.unknown())).default([]),
  facts: z.record(z.string(), z.unknown()).default({}),
  at: z.iso.datetime(),
})
export type Outcome = z.infer<typeof Outcome>

/** What readers would not see of an article, by its place from 1. */
export const Dropped = z.object({
  index: z.number(),
  kind: z.string(),
  what: z.string(),
  why: Bilingually,
  count: z.number(),
})
export type Dropped = z.infer<typeof Dropped>

/** One way in which WeChat's writing differs from what was sent, by the article's place from 1. */
export const RewrittenAt = z.object({
  index: z.number(),
  kind: z.enum(['tag', 'attribute', 'style', 'writing']),
  what: z.string(),
  before: z.string(),
  after: z.string(),
  count: z.number(),
})

/** A finish event that does not fit: `status` is WeChat's word, `recorded` what stood in the send ledger then. */
export const StrangeEvent = z.object({
  msgId: z.string(),
  status: z.string(),
  /** of the attempt it is about; absent when it fits none */
  attempt: z.number().int().optional(),
  recorded: z.string().optional(),
  counts: Counts,
  at: z.iso.datetime(),
})
export type StrangeEvent = z.infer<typeof StrangeEvent>

/** The articles of one account and Beijing date, in the editor's order, on their way to one mass send (10.3). */
export const Edition = z.object({
  /** appId of the WeChat account */
  account: z.string(),
  /** Beijing date, YYYY-MM-DD */
  date: z.string(),
  state: z.enum(editionStates),
  items: z.array(Item),
  /** submissions that were in it and have to be back in the pool */
  leaving: z.array(z.string()).default([]),
  /** what a test, a confirmation, a claim and a send are about; see `editionHashOf` */
  hash: z.string(),
  /** 1, and one more after each mass send that WeChat took and then failed for good */
  round: z.number().int().positive(),
  /** how many times sending was started; the current one owns the machine `<account>-<date>-<attempt>` */
  attempt: z.number().int().nonnegative(),
  /** not before this instant */
  sendAt: z.iso.datetime(),
  draft: z
    .object({
      hash: z.string(),
      mediaId: z.string(),
      /** of what readers see of it as WeChat stored it: a draft changed in WeChat's own console is noticed */
      fingerprint: z.string(),
      dropped: z.array(Dropped).default([]),
      /** what WeChat wrote down otherwise and readers do not see, each with its first example */
      rewritten: z.array(RewrittenAt).default([]),
    })
    .optional(),
  tested: z.object({ hash: z.string(), at: z.iso.datetime(), to: z.array(z.string()) }).optional(),
  /** reminders already mailed while it awaits confirmation */
  reminded: z.number().int().default(0),
  confirmation: z
    .object({ hash: z.string(), by: z.string(), name: z.string(), at: z.iso.datetime() })
    .optional(),
  result: z
    .object({
      /** absent only when a person said that it went out */
      msgId: z.string().optional(),
      at: z.iso.datetime(),
      articles: z.array(z.object({ index: z.number(), url: z.string() })),
      /** as the finish event says; absent when only its status is known */
      counts: Counts.optional(),
      /** what WeChat sent as reprints */
      reprints: z.array(Reprint).optional(),
      /** WeChat said by then that it was deleted again in its console */
      deletedAt: z.iso.datetime().optional(),
    })
    .optional(),
  /** finish events that contradict what stands here, or fit no send of ours: an alarm, and for a person to look at */
  strange: z.array(StrangeEvent).default([]),
  /** submissions are published and letters written */
  recordedAt: z.iso.datetime().optional(),
  outcome: Outcome.optional(),
  /** why this attempt goes by hand in WeChat's console; absent: through the API */
  byHand: z.array(Bilingually).optional(),
  by: z.object({ id: z.string(), name: z.string() }),
  startedBy: z.object({ id: z.string(), name: z.string(), at: z.iso.datetime() }).optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
  chain: ChainHead,
})
export type Edition = z.infer<typeof Edition>

/** Invariant 1 for a whole edition: account, date, round and the approved articles in their order. */
export const editionHashOf = (edition: Pick<Edition, 'account' | 'date' | 'round' | 'items'>): string =>
  sha256(
    canonicalJson({
      account: edition.account,
      date: edition.date,
      round: edition.round,
      articles: edition.items.map(({ submissionId, contentHash, unitName }) => ({
        submissionId,
        contentHash,
        unitName,
      })),
    }),
  )

/** Invariant 3: the same for every try of one send, at most 32 ASCII characters (reference sheet, 6.6). */
export const clientMsgIdOf = ({ account, date, hash }: Pick<Edition, 'account' | 'date' | 'hash'>): string =>
  sha256(canonicalJson({ account, date, hash })).slice(0, 32)

/** Name of the execution of an attempt, and owner of the day it claims: stable over all retries of the attempt. */
export const attemptName = ({
  account,
  date,
  attempt,
}: Pick<Edition, 'account' | 'date' | 'attempt'>): string => `${account}-${date}-${attempt}`

/** What the edition is called where there is room for one line. */
export const headline = (edition: Pick<Edition, 'items'>): string => edition.items[0]?.title ?? ''

/** Before WeChat was asked to send: everything can still be changed or called off. */
export const changeable: EditionState[] = [
  'composing',
  'building',
  'testing',
  'awaiting-confirmation',
  'scheduled',
  'failed',
  'cancelled',
]

export function requireEditionState(edition: Edition, ...allowed: EditionState[]): void {
  if (allowed.includes(edition.state)) return
  const name = editionStateNames[edition.state]
  throw new Refusal(
    'WrongState',
    {
      zh: `这一期现在是“${name.zh}”，不能这样做`,
      en: `this edition is ${name.en}; that is not possible now`,
    },
    { facts: standing(edition) },
  )
}

/** Who, when, what and how far: what a refused second send is told. */
export const standing = (edition: Edition): Record<string, unknown> => ({
  date: edition.date,
  state: edition.state,
  title: headline(edition),
  by: edition.startedBy?.name ?? edition.by.name,
  at: edition.startedBy?.at ?? edition.updatedAt,
  ...(edition.result?.msgId && { msgId: edition.result.msgId }),
})

/** Whether a step of this attempt still has a say: the edition was neither changed, cancelled nor restarted. */
export const isAt = (edition: Edition, attempt: number, ...states: EditionState[]): boolean =>
  edition.attempt === attempt && states.includes(edition.state)

/** 10.3: throws unless this very content was test-sent and confirmed by a named person. */
export function requireReady(edition: Edition): NonNullable<Edition['confirmation']> {
  const { hash, draft, tested, confirmation } = edition
  if (draft?.hash !== hash || tested?.hash !== hash)
    throw new Refusal('NotTested', {
      zh: '群发前须先测试发送：内容改动后要重新测试（10.3）',
      en: 'a test send of this very content comes first (10.3)',
    })
  if (confirmation?.hash !== hash)
    throw new Refusal('NotConfirmed', {
      zh: '这一期还没有人确认；内容改动后要重新确认（10.3）',
      en: 'nobody has confirmed this very content (10.3)',
    })
  return confirmation
}

/** The edition stopped with a named reason; the confirmation is used up, so the next send is a person's act again. */
export const failedWith = (edition: Edition, outcome: Outcome): Edition => ({
  ...edition,
  state: 'failed',
  outcome,
  confirmation: undefined,
})

/** Off: its articles are to be back in the pool (`settleMembership`). */
export const calledOff = (edition: Edition, outcome: Pick<Outcome, 'code' | 'said' | 'at'>): Edition => ({
  ...edition,
  state: 'cancelled',
  items: [],
  leaving: [...new Set([...edition.items.map(({ submissionId }) => submissionId), ...edition.leaving])],
  hash: editionHashOf({ ...edition, items: [] }),
  confirmation: undefined,
  outcome: { details: [], facts: {}, ...outcome },
})

export const outcomeOf = (refusal: Refusal, at: Date): Outcome => ({
  code: refusal.code === 'ChannelRefused' ? refusalNameOf(refusal.facts['errcode']) : refusal.code,
  said: refusal.said,
  details: refusal.details.map((detail: RefusalDetail) => ({ ...detail })),
  facts: refusal.facts,
  at: at.toISOString(),
})
