import * as z from 'zod'

/**
 * What a removal is about: one article as readers have it, and why it has to go. Where WeChat cannot be asked, because
 * its message is not known or it stands on Weibo alone, there is no `msgId`, and a person deletes it by hand.
 */
export const Removes = z.object({
  /** the published submission, with the version and hash that readers got */
  submissionId: z.string(),
  version: z.number().int(),
  contentHash: z.string(),
  reason: z.string().min(1).max(500),
  /** where it stands; absent means WeChat */
  channel: z.literal('weibo').optional(),
  msgId: z.string().optional(),
  /** place in the mass send, from 1: without a place WeChat would delete every article of it */
  articleIndex: z.number().int().min(1).optional(),
  url: z.string().optional(),
  /** the head of 企管部 decides alone and the ordinary route follows (docs/decisions/0088) */
  atOnce: z.literal(true).optional(),
  /** the ordinary route after a removal at once, of this id: readers have it no more, whatever is decided */
  after: z.string().optional(),
})
export type Removes = z.infer<typeof Removes>

export const channelOf = ({ channel }: Pick<Removes, 'channel'>) => channel ?? 'wechat'

const Bilingually = z.object({ zh: z.string(), en: z.string() })

/** How far the deletion at WeChat is: written before the first call, so that a crash leaves no doubt that it may have been made. */
export const Deletion = z.object({
  intendedAt: z.iso.datetime(),
  /** calls that came to an answer, or to none, and runs that broke */
  tries: z.number().int(),
  /** when the latest call was made */
  triedAt: z.iso.datetime().optional(),
  /** a call had no answer: a later no of WeChat does not say that the article still stands */
  doubtful: z.boolean(),
  said: Bilingually.optional(),
  errcode: z.number().optional(),
})
export type Deletion = z.infer<typeof Deletion>
