import * as z from 'zod'
import { LedgerEvent } from '../ledger/event'
import { Finding, Bilingual } from '../policy/finding'
import { Tier } from '../policy/policy'
import { Decision } from '../approval/approval'
import { Thread } from '../submission/comment'
import { Content } from '../submission/content'
import { Media } from '../submission/media'
import { RenderedCover } from '../submission/content'
import { states, Submission } from '../submission/submission'

/** What the portal's API says of submissions: the doors answer these shapes, the portal reads their types. */

export const OneSubmission = z.object({ submission: Submission })

/** Who else has the draft open to write in, and how often it was edited; no count of what was last written long ago. */
export const WhoEdits = z.object({
  editing: z.array(z.object({ id: z.string(), name: z.string() })),
  edits: z.number().optional(),
})
export type WhoEdits = z.infer<typeof WhoEdits>

export const OneComment = z.object({ id: z.string() })

export const ShownTurn = z.object({
  tier: Tier,
  index: z.number(),
  openedAt: z.string(),
  deadline: z.string(),
  /** years of it whose holidays are not published */
  unpublished: z.array(z.number().int()).optional(),
  decision: Decision.optional(),
})
export type ShownTurn = z.infer<typeof ShownTurn>

export const ShownRemoval = z.object({
  id: z.string(),
  state: z.enum(states),
  reason: z.string(),
  askedAt: z.string(),
  /** every tier approved it and it was begun: the editor may say that it was deleted by hand */
  begun: z.boolean(),
  /** decided by the head of 企管部 alone */
  atOnce: z.boolean(),
  /** the ordinary route beside or after it */
  afterwards: z.object({ id: z.string(), state: z.enum(states), note: z.string().optional() }).optional(),
})
export type ShownRemoval = z.infer<typeof ShownRemoval>

export const ShownSubmission = z.object({
  submission: Submission,
  media: z.array(Media.omit({ uploadId: true })),
  /** of a draft as it stands */
  findings: z.array(Finding),
  turns: z.array(ShownTurn),
  /** who is asked now and whose mail comes back */
  returnedMail: z.array(z.object({ personId: z.string(), name: z.string(), since: z.iso.datetime() })),
  /** said of its passages, oldest first */
  comments: z.array(Thread),
  ledger: z.array(LedgerEvent),
  /** of everybody in it, by their ids */
  names: z.record(z.string(), z.string()),
  /** the newest removal asked for of what is published */
  removal: ShownRemoval.optional(),
})
export type ShownSubmission = z.infer<typeof ShownSubmission>

/** The draft as readers would get it, and what the policy says of it. */
export const DraftPreview = z.object({
  /** the article's body as WeChat keeps it, pictures by links of a quarter of an hour */
  html: z.string(),
  dropped: z.array(z.object({ kind: z.string(), what: z.string(), why: Bilingual, count: z.number() })),
  findings: z.array(Finding),
  /** who will have to say yes, in this order, and why each; empty until category and channels are chosen */
  route: z.array(z.object({ tier: Tier, title: Bilingual, why: Bilingual })),
  weibo: z.object({ length: z.number(), limit: z.number() }),
  /** as it would be sent: the picture and its crops `X1_Y1_X2_Y2`; no picture: a plain one */
  cover: RenderedCover,
  /** printed below the article, and on a shared card without a digest */
  unitName: z.string(),
  /** the look it is drawn in; `number`: the version of the company's own */
  theme: z.object({ id: z.string(), name: Bilingual, number: z.number().optional() }).optional(),
  /** of a draft: the newest of the company's own looks, to be chosen */
  companyTheme: z.object({ number: z.number(), name: z.string() }).optional(),
  /** short-lived addresses of what was accepted */
  media: z.array(z.object({ id: z.string(), url: z.string(), playable: z.boolean() })),
})
export type DraftPreview = z.infer<typeof DraftPreview>

/** A version with its files as people look at them, by links of a quarter of an hour. */
export const LaidVersion = z.object({
  version: z.number(),
  content: Content,
  media: z.array(
    z.object({ id: z.string(), fileName: z.string(), checksum: z.string(), url: z.string().optional() }),
  ),
})
export type LaidVersion = z.infer<typeof LaidVersion>

/** Every version, who submitted it and when, and two of them; none where nothing was written yet. */
export const LaidVersions = z.object({
  versions: z.array(
    z.object({
      version: z.number(),
      draft: z.boolean(),
      at: z.string().optional(),
      by: z.string().optional(),
    }),
  ),
  before: LaidVersion.optional(),
  after: LaidVersion.optional(),
})
export type LaidVersions = z.infer<typeof LaidVersions>

/** What the compose form has to know of the policy in force. */
export const ShownPolicy = z.object({
  version: z.string(),
  categories: z.array(z.object({ number: z.number(), name: Bilingual, office: z.boolean() })),
  statement: z.array(z.object({ id: z.string(), article: z.string(), text: Bilingual })),
  picture: z.object({ aboveBytes: z.number(), belowBytes: z.number(), extensions: z.array(z.string()) }),
  video: z.object({ maxBytes: z.number(), extensions: z.array(z.string()) }),
  weiboMaxLength: z.number(),
})
export type ShownPolicy = z.infer<typeof ShownPolicy>
