import * as z from 'zod'
import { HandWait } from '../calendar/hand-wait'
import { ChainHead } from '../ledger/event'
import { derivedUuid } from '../platform/ids'
import { Refusal, type Bilingual } from '../platform/refusal'
import { MediaPin } from '../submission/submission'

/**
 * `released` the machine is about to post · `posting` the intent is written, Weibo was or is being asked · `unknown` it
 * may stand or not · `by-hand` the editor posts and brings proof · then the ends: `posted` · `refused` Weibo said no, or
 * somebody looked and found nothing · `cancelled` before anything went out · `returned` the right to post was gone.
 */
export const postStates = [
  'released',
  'posting',
  'unknown',
  'by-hand',
  'posted',
  'refused',
  'cancelled',
  'returned',
] as const
export type PostState = (typeof postStates)[number]

export const postStateNames: Record<PostState, Bilingual> = {
  released: { zh: '等待发出', en: 'waiting to go out' },
  posting: { zh: '正在发出', en: 'going out' },
  unknown: { zh: '结果待查', en: 'result unknown' },
  'by-hand': { zh: '等人工发布', en: 'waiting to be posted by hand' },
  posted: { zh: '已发布', en: 'published' },
  refused: { zh: '未发布', en: 'not published' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  returned: { zh: '已退回企管部', en: 'returned to enterprise management' },
}

/** In whose right it goes out: an approval by every tier (articles 7, 11), or a loan of the account (article 12). */
export const Under = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('approval'),
    submissionId: z.string(),
    version: z.number().int(),
    contentHash: z.string(),
  }),
  z.object({ kind: z.literal('loan'), loanId: z.string(), personId: z.string() }),
])
export type Under = z.infer<typeof Under>

const Said = z.object({ zh: z.string(), en: z.string() })
const Named = z.object({ id: z.string(), name: z.string() })

/** Where readers have it, and how that is known. */
export const Standing = z.object({
  /** Weibo's own id; unknown for a pasted address that could not be read back */
  id: z.string().optional(),
  url: z.string(),
  at: z.iso.datetime(),
  /** `answer` Weibo's reply · `timeline` found there · `person` an editor's word */
  known: z.enum(['answer', 'timeline', 'person']),
  /** text as Weibo showed it when it was read back */
  shown: z.string().optional(),
  /** why an editor accepted a text that differs, or that could not be read back */
  reason: z.string().optional(),
  by: Named.optional(),
})
export type Standing = z.infer<typeof Standing>

export const WeiboPost = z.object({
  id: z.string(),
  under: Under,
  unitId: z.string(),
  unitName: z.string(),
  /** who wrote it */
  officerId: z.string(),
  title: z.string(),
  /** exactly as approved; the address of the article is added when it is sent through the API */
  text: z.string(),
  media: z.array(MediaPin).default([]),
  /** which pictures stand with the text; absent in older rows and of a loan: all of them */
  pictures: z.array(z.string()).optional(),
  way: z.enum(['api', 'hand']),
  /** why by hand: rules of lib/policy/weibo-way.ts, or the editor's own words */
  byHand: z.array(Said).default([]),
  state: z.enum(postStates),
  /** counts releases; each is one run of the machine and at most one call of Weibo */
  attempt: z.number().int().positive(),
  releasedBy: Named,
  releasedAt: z.iso.datetime(),
  /** real address of who released it, as Weibo wants (`rip`) */
  ip: z.string(),
  intendedAt: z.iso.datetime().optional(),
  /** how often the timeline was looked at since the intent */
  looks: z.number().int().default(0),
  /** what is not known, in words */
  doubt: z.string().optional(),
  /** looking has not told: since when a person is asked, and how many rungs of the ladder were told; absent in older rows */
  undecided: z.object({ since: z.iso.datetime(), told: z.number().int() }).optional(),
  /** set when it goes by hand: until when an editor is to post by hand, and how many reminders went out */
  hand: HandWait.optional(),
  standing: Standing.optional(),
  /** why it ended without being posted */
  outcome: z.object({ code: z.string(), said: Said }).optional(),
  /** consequences for the submission are written and letters sent */
  recordedAt: z.iso.datetime().optional(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
  chain: ChainHead,
})
export type WeiboPost = z.infer<typeof WeiboPost>

/** One version of a submission is one post, however often its release is asked for. */
export const postIdOf = (submissionId: string, version: number): string =>
  derivedUuid('weibo-post', submissionId, String(version))

export const executionName = ({ id, attempt }: Pick<WeiboPost, 'id' | 'attempt'>): string =>
  `${id}-${attempt}`

export const isOver = ({ state }: Pick<WeiboPost, 'state'>): boolean =>
  ['posted', 'refused', 'cancelled', 'returned'].includes(state)

/** The public page of the article, below the company's own domain: what Weibo demands of a post through its API. */
export const articleUrl = (publicUrl: string, postId: string): string => `${publicUrl}/a/${postId}`

/** What is posted: the approved text, and through the API the one address of ours. */
export const textOf = (post: Pick<WeiboPost, 'id' | 'text' | 'way'>, publicUrl: string): string =>
  post.way === 'api' ? `${post.text} ${articleUrl(publicUrl, post.id)}` : post.text

export function requirePostState(post: WeiboPost, ...allowed: PostState[]): void {
  if (allowed.includes(post.state)) return
  const name = postStateNames[post.state]
  throw new Refusal(
    'WrongState',
    {
      zh: `这条微博现在是“${name.zh}”，不能这样做`,
      en: `this post is ${name.en} now; that cannot be done`,
    },
    { facts: { state: post.state, attempt: post.attempt, ...(post.standing && { url: post.standing.url }) } },
  )
}

/** Seconds after the intent at which the timeline is looked at; then a person decides. Weibo shows late posts in minutes. */
export const lookSeconds = [60, 120, 300, 900, 3_600, 21_600] as const

/** Seconds until the next look, or none when it is a person's turn. */
export function nextLookSeconds(
  post: Pick<WeiboPost, 'intendedAt' | 'looks'>,
  now: Date,
): number | undefined {
  const after = lookSeconds[post.looks]
  if (after === undefined || post.intendedAt === undefined) return undefined
  return Math.max(1, Math.ceil((Date.parse(post.intendedAt) + after * 1000 - now.getTime()) / 1000))
}

const address =
  /^https?:\/\/(?:www\.|m\.)?weibo\.(?:com|cn)\/(?:(?:status|detail)\/|(?<uid>\d{5,20})\/)(?<mid>[0-9A-Za-z]{8,20})(?:[?#/].*)?$/

/** The parts of a post's address as people copy it: `weibo.com/<uid>/<short id>`, `m.weibo.cn/status/<id>`. */
export function readAddress(pasted: string): { uid?: string; mid: string } {
  const found = address.exec(pasted.trim())?.groups
  if (found?.['mid']) return { ...(found['uid'] && { uid: found['uid'] }), mid: found['mid'] }
  throw new Refusal('InvalidRequest', {
    zh: '这不是一条微博的地址；请在微博里点发布时间，复制地址栏，形如 https://weibo.com/1234567890/NabcdeFGH',
    en: 'this is not the address of a post; open the post by its time and copy the address, like https://weibo.com/1234567890/NabcdeFGH',
  })
}
