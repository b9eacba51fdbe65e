import * as z from 'zod'

/** It was published elsewhere before: who allowed it to be taken over, in which words, on which Beijing date. */
export const Repost = z.strictObject({
  permittedBy: z.string().trim().max(100).default(''),
  permission: z.string().trim().max(500).default(''),
  permittedOn: z.iso.date().optional(),
})
export type Repost = z.infer<typeof Repost>

/**
 * What an officer writes; a draft may be incomplete, submitting checks it against the policy.
 * `body` is HTML as the editor made it; media are shown in this order, the first picture is the cover.
 */
export const Content = z.strictObject({
  title: z.string().trim().max(100).default(''),
  body: z.string().max(100_000).default(''),
  digest: z.string().trim().max(200).optional(),
  source: z.string().trim().max(100).default(''),
  /** of article 9; whether the policy knows it is said when the draft is checked */
  category: z.number().int().min(1).max(99).optional(),
  channels: z
    .array(z.enum(['wechat', 'weibo']))
    .max(2)
    .default(['wechat']),
  weiboText: z.string().max(2_000).optional(),
  /** the address behind 阅读原文; of a repost that of the original */
  originalUrl: z.string().trim().max(2_000).optional(),
  /** set where it is a repost (articles 8 and 9(7)) */
  repost: Repost.optional(),
  /** Beijing date of what is reported, for the freshness warning (10.1) */
  eventDate: z.iso.date().optional(),
  mediaIds: z.array(z.uuid()).max(30).default([]),
  /** id of the look of the article; none: the first of the house's */
  theme: z.string().max(40).optional(),
})
export type Content = z.infer<typeof Content>
