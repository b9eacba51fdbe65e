import * as z from 'zod'
import { cornersOf } from '../article/cover'

/** It was published elsewhere before: who allowed it to be taken over, in which words, on which Beijing date. */
export const Repost = z.strictObject({
  permittedBy: z.string().trim().max(100).default(''),
  permission: z.string().trim().max(500).default(''),
  permittedOn: z.iso.date().optional(),
})
export type Repost = z.infer<typeof Repost>

const share = String.raw`(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)`
const Crop = z
  .string()
  .regex(new RegExp(`^${share}(?:_${share}){3}$`), { abort: true })
  .refine((crop) => {
    const { left, top, right, bottom } = cornersOf(crop)
    return right - left >= 0.01 && bottom - top >= 0.01
  })

/** The picture of the list of the day; crops as WeChat writes them, chosen by hand. */
export const Cover = z.strictObject({
  /** one of `mediaIds` */
  mediaId: z.uuid(),
  /** it is the cover only and does not stand in the article */
  apart: z.literal(true).optional(),
  crop235: Crop.optional(),
  crop1: Crop.optional(),
})
export type Cover = z.infer<typeof Cover>

/** As readers get it; no `mediaId`: a plain one, because the article has no picture. */
export const RenderedCover = z.object({
  mediaId: z.string().optional(),
  crop235: z.string().optional(),
  crop1: z.string().optional(),
})
export type RenderedCover = z.infer<typeof RenderedCover>

/**
 * What an officer writes; a draft may be incomplete, submitting checks it against the policy.
 * `body` is HTML as the editor made it; media are shown in this order.
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
  /** which pictures stand with the text on Weibo, in this order; absent: all of them */
  weiboPictures: z.array(z.uuid()).max(9).optional(),
  /** the address behind 阅读原文; of a repost that of the original */
  originalUrl: z.string().trim().max(2_000).optional(),
  /** set where it is a repost (articles 8 and 9(7)) */
  repost: Repost.optional(),
  /** Beijing date of what is reported, for the freshness warning (10.1) */
  eventDate: z.iso.date().optional(),
  mediaIds: z.array(z.uuid()).max(30).default([]),
  /** none: the middle of the first picture */
  cover: Cover.optional(),
  /** id of the look of the article; none: the first of the house's */
  theme: z.string().max(40).optional(),
})
export type Content = z.infer<typeof Content>

/** Those of these pictures that stand with the text on Weibo, in their order there; a picture of the cover only does not. */
export const onWeibo = (
  { weiboPictures, cover }: Pick<Content, 'weiboPictures' | 'cover'>,
  pictures: readonly string[],
): string[] =>
  (weiboPictures ?? [...pictures]).filter(
    (id) => pictures.includes(id) && !(cover?.apart && cover.mediaId === id),
  )
