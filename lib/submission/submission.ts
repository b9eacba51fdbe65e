import * as z from 'zod'
import { ChainHead } from '../ledger/event'
import { canonicalJson, sha256 } from '../platform/ids'
import { Bilingual } from '../policy/finding'
import { Refusal } from '../platform/refusal'
import { Channel, Tier } from '../policy/policy'
import { Content } from './content'
import { hashedPart } from './fields'
import { Deletion, Removes } from './removes'

export const states = [
  'draft',
  'checking',
  'in-review',
  'approved',
  'scheduled',
  'sending',
  'published',
  'rejected',
  'withdrawn',
  'expired',
  'unused',
  'failed',
  'removing',
  'removed',
] as const
export type State = (typeof states)[number]

export const stateNames: Record<State, { zh: string; en: string }> = {
  draft: { zh: '草稿', en: 'draft' },
  checking: { zh: '检查中', en: 'checking' },
  'in-review': { zh: '审批中', en: 'in review' },
  approved: { zh: '已批准', en: 'approved' },
  scheduled: { zh: '已编入期次', en: 'scheduled' },
  sending: { zh: '发送中', en: 'sending' },
  published: { zh: '已发布', en: 'published' },
  rejected: { zh: '已退回', en: 'sent back' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  expired: { zh: '已逾期', en: 'expired' },
  unused: { zh: '未使用', en: 'unused' },
  failed: { zh: '发布失败', en: 'failed' },
  removing: { zh: '撤下中', en: 'being taken down' },
  removed: { zh: '已撤下', en: 'taken down' },
}

/** Something made of a file: its exact bytes in the media bucket. `checksum`: `sha256:…` */
export const Derivative = z.object({
  key: z.string(),
  versionId: z.string(),
  bytes: z.number(),
  checksum: z.string().optional(),
})
export type Derivative = z.infer<typeof Derivative>

/** The exact bytes an approval is about. `checksum`: `sha256:…` for pictures, `etag:…` (S3's digest of every part) for videos. */
export const MediaPin = z.object({
  id: z.string(),
  kind: z.enum(['picture', 'video']),
  fileName: z.string(),
  key: z.string(),
  versionId: z.string(),
  checksum: z.string(),
  bytes: z.number(),
  /** of a picture: what people look at before it is public, and what readers get; absent in older rows */
  preview: Derivative.optional(),
  copy: Derivative.optional(),
})
export type MediaPin = z.infer<typeof MediaPin>

/** Article 6 and 8: who answers for truth, reliability and compliance, and that nothing is classified. */
export const Statement = z.object({
  by: z.string(),
  name: z.string(),
  at: z.iso.datetime(),
  wording: z.string(),
})
export type Statement = z.infer<typeof Statement>

/** One place where readers have it. */
export const Publication = z.object({
  channel: z.enum(['wechat', 'weibo']),
  /** the platform's own id: a `msg_id`, or the id of a post */
  id: z.string().optional(),
  url: z.string().optional(),
  at: z.iso.datetime(),
  /** readers have it no more since then, and why (an approved removal) */
  deletedAt: z.iso.datetime().optional(),
  deletedBecause: z.string().optional(),
})
export type Publication = z.infer<typeof Publication>

export const Submission = z.object({
  id: z.string(),
  unitId: z.string(),
  officerId: z.string(),
  /** who else had a hand in what it says: wrote in it, revised it or signed it; absent in older rows */
  hands: z.array(z.string()).optional(),
  state: z.enum(states),
  version: z.number().int().positive(),
  content: Content,
  policyVersion: z.string(),
  /** number of the word list it was submitted with (article 8); none: the list that ships, number 1 */
  wordList: z.number().int().positive().optional(),
  /** set from submitting on: what every decision and every send compares with (invariant 1) */
  contentHash: z.string().optional(),
  pins: z.array(MediaPin).default([]),
  /** SHA-256 of the rendition that is kept beside the version; absent where it was submitted before there was one */
  renditionHash: z.string().optional(),
  statement: Statement.optional(),
  route: z.array(Tier).default([]),
  /** with whom since when, for the officer */
  holder: z.object({ tier: Tier.optional(), names: z.array(z.string()), since: z.iso.datetime() }).optional(),
  /** why it stands where it stands: the reason of a rejection, the advice of a failure */
  note: z.string().optional(),
  /** the approval broke off for now: since when, why, and how often; it keeps its signatures and goes on */
  paused: z.object({ at: z.iso.datetime(), why: Bilingual, times: z.number().int() }).optional(),
  /** the passage of the text that a rejection's `note` speaks of */
  noteAbout: z.string().optional(),
  /** Beijing date of the edition that carries it */
  editionDate: z.string().optional(),
  /** the post on Weibo that carries it, from its release on */
  postId: z.string().optional(),
  /** where it stands for readers, at most one place a channel */
  publications: z.array(Publication).default([]),
  /** approved for these channels, and nobody used it there in all the time the policy gives (`lib/pool`) */
  unused: z.array(Channel).optional(),
  /** how often the draft was edited: what an author's page is compared with */
  edits: z.number().int().default(0),
  /** ids of the comments that nobody has settled; absent in older rows */
  openComments: z.array(z.string()).optional(),
  openedByOffice: z.boolean().default(false),
  /** set on a removal: what it takes down; its own content is a copy of what readers have */
  removes: Removes.optional(),
  /** of a removal: how far WeChat has been asked to delete */
  deletion: Deletion.optional(),
  /** set on what is published: the newest removal asked for, counted from 1 */
  removal: z
    .object({
      submissionId: z.string(),
      number: z.number().int(),
      /** a removal at once that the head of 企管部 decided: nothing shows the article any more */
      ordered: z.literal(true).optional(),
      /** the ordinary route that goes on beside a removal at once, or after it, and what it came to */
      afterwards: z
        .object({ submissionId: z.string(), outcome: z.enum(['approved', 'rejected', 'expired']).optional() })
        .optional(),
    })
    .optional(),
  /** when it reached the end it stands at; what happens to it later is not another end */
  endedAt: z.iso.datetime().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
  chain: ChainHead,
})
export type Submission = z.infer<typeof Submission>

const ends: readonly State[] = [
  'published',
  'rejected',
  'withdrawn',
  'expired',
  'unused',
  'failed',
  'removed',
]

/** It reached an end: from then on the archive is owed what happened (article 11). */
export const hasEnded = ({ state }: Pick<Submission, 'state'>): boolean => ends.includes(state)

/** Its files are in the partition of this submission: those of a removal are the target's. */
export const mediaHome = ({ id, removes }: Pick<Submission, 'id' | 'removes'>): string =>
  removes?.submissionId ?? id

/** With this person among those who had a hand in it: they decide nothing about it (invariant 6). */
export const handledBy = (submission: Submission, { id }: { id: string }): Submission => {
  const hands = submission.hands ?? []
  return id === submission.officerId || hands.includes(id)
    ? submission
    : { ...submission, hands: [...hands, id] }
}

/** Invariant 1: one hash over text, media bytes and policy; of a removal also over what it takes down and why. */
export const contentHashOf = (
  content: Content,
  pins: MediaPin[],
  policyVersion: string,
  removes?: Removes,
  renditionHash?: string,
): string =>
  sha256(
    canonicalJson({
      ...hashedPart(content),
      media: pins.map(({ id, checksum, versionId, preview, copy }) => ({
        ...{ id, checksum, versionId, preview, copy },
      })),
      policyVersion,
      removes,
      renditionHash,
    }),
  )

/** The state follows this channel: WeChat where it was asked for, else Weibo. */
export const leadingChannel = ({ content }: Pick<Submission, 'content'>): Publication['channel'] =>
  content.channels.includes('wechat') ? 'wechat' : 'weibo'

/** Readers are not to have it any more, on whichever channel that began: nothing brings it to another one. */
export const isTakenDown = ({
  removal,
  publications,
}: Pick<Submission, 'removal' | 'publications'>): boolean =>
  removal?.ordered !== undefined || publications.some(({ deletedAt }) => deletedAt !== undefined)

/**
 * The channels for which it waits in the editor's pool, if the wait is the editor's: one that is in an edition, or whose
 * post is under way, waits for that first.
 */
export function waitsFor({ content, removes, ...now }: Submission): Channel[] {
  const isOut = (channel: Channel) => now.publications.some((one) => one.channel === channel)
  if (removes || isTakenDown(now) || !['approved', 'published'].includes(now.state)) return []
  if (now.postId !== undefined && !isOut('weibo')) return []
  return content.channels.filter(
    (channel) =>
      !isOut(channel) &&
      !now.unused?.includes(channel) &&
      (now.state === 'approved' || channel !== leadingChannel({ content })),
  )
}

/** Readers have it there: once the leading channel has it, the submission is published. */
export const publishedOn = (submission: Submission, publication: Publication): Submission => ({
  ...submission,
  ...(publication.channel === leadingChannel(submission) && { state: 'published', note: undefined }),
  publications: [
    ...submission.publications.filter(({ channel }) => channel !== publication.channel),
    publication,
  ],
})

/** The hash of a submission as it stands. */
export const hashNow = ({ content, pins, policyVersion, removes, renditionHash }: Submission): string =>
  contentHashOf(content, pins, policyVersion, removes, renditionHash)

/** Throws ContentChanged unless the content is byte for byte what was approved or is asked about. */
export function requireSameContent(submission: Submission, contentHash: string): void {
  const now = hashNow(submission)
  if (now === contentHash && submission.contentHash === contentHash) return
  throw new Refusal(
    'ContentChanged',
    { zh: '内容与审批时不一致，已停止', en: 'the content differs from what was approved; stopped' },
    { facts: { approved: contentHash, now } },
  )
}

export function requireState(submission: Pick<Submission, 'state'>, ...allowed: State[]): void {
  if (allowed.includes(submission.state)) return
  const name = stateNames[submission.state]
  throw new Refusal(
    'WrongState',
    {
      zh: `现在是“${name.zh}”，只有“${allowed.map((state) => stateNames[state].zh).join('、')}”时可以这样做`,
      en: `it is ${name.en}; this is possible only when ${allowed.map((state) => stateNames[state].en).join(' or ')}`,
    },
    { facts: { state: submission.state } },
  )
}

/** Name of the approval execution of this version; starting it twice is harmless (design.md 3). */
export const executionName = (submission: Pick<Submission, 'id' | 'version'>): string =>
  `${submission.id}-v${submission.version}`
