import * as z from 'zod'
import { within } from '../platform/within'
import { Channel } from '../policy/policy'
import { Removes } from './removes'
import { leadingChannel, states, Submission } from './submission'

const ofRemoval = Removes.pick({ submissionId: true, reason: true, atOnce: true, after: true })

/** A submission as lists show it: small enough that a list costs its page, however long the article is. */
export const Card = z.object({
  id: z.string(),
  unitId: z.string(),
  officerId: z.string(),
  state: z.enum(states),
  version: z.number(),
  title: z.string(),
  category: z.number().optional(),
  channels: z.array(Channel),
  holder: Submission.shape.holder,
  /** why it stands where it stands; its beginning, the page shows it whole */
  note: z.string().optional(),
  updatedAt: z.string(),
  editionDate: z.string().optional(),
  /** of a removal: the published submission it takes down, and why (its beginning) */
  removes: ofRemoval.optional(),
  /** readers have it no more since then, on the channel its state follows */
  deletedAt: z.string().optional(),
  /** how often the draft was edited; absent in older rows */
  edits: z.number().optional(),
  /** comments that nobody has settled, where there are any */
  comments: z.number().optional(),
})
export type Card = z.infer<typeof Card>

/** What of a reason a list shows: 32 Chinese characters or 96 letters. */
const shownBytes = 96

export function cardOf(submission: Submission): Card {
  const { id, unitId, officerId, state, version, content, holder, note, updatedAt, editionDate } = submission
  const { removes, publications, edits } = submission
  const leading = leadingChannel(submission)
  const deletedAt = publications.find(({ channel }) => channel === leading)?.deletedAt
  return {
    ...{ id, unitId, officerId, state, version, holder, updatedAt, editionDate, edits },
    title: content.title,
    category: content.category,
    channels: content.channels,
    ...(note !== undefined && { note: within(note, shownBytes) }),
    ...(removes && { removes: { ...ofRemoval.parse(removes), reason: within(removes.reason, shownBytes) } }),
    ...(deletedAt && { deletedAt }),
    ...(submission.openComments?.length && { comments: submission.openComments.length }),
  }
}

/** What waits in the editor's pool of a channel, and since when; kept whole in the pool's own row. */
export const Pooled = z.object({
  id: z.string(),
  unitId: z.string(),
  version: z.number(),
  title: z.string(),
  digest: z.string().optional(),
  weiboText: z.string().optional(),
  category: z.number().optional(),
  channels: z.array(Channel),
  pictures: z.number(),
  videos: z.number(),
  approvedAt: z.string(),
})
export type Pooled = z.infer<typeof Pooled>

export function pooledOf(submission: Submission, approvedAt: string): Pooled {
  const { id, unitId, version, content, pins } = submission
  const { title, digest, weiboText, category, channels } = content
  const count = (kind: string) => pins.filter((pin) => pin.kind === kind).length
  return {
    ...{ id, unitId, version, title, digest, weiboText, category, channels, approvedAt },
    pictures: count('picture'),
    videos: count('video'),
  }
}
