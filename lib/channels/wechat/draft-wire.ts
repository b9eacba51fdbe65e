import * as z from 'zod'
import type { DraftArticle, StoredArticle } from './wechat'

/** An article as draft/get gives it: absent texts come as empty strings. */
export const WireArticle = z.object({
  title: z.string(),
  author: z.string().default(''),
  digest: z.string().default(''),
  content: z.string(),
  content_source_url: z.string().default(''),
  thumb_media_id: z.string().default(''),
  pic_crop_235_1: z.string().optional(),
  pic_crop_1_1: z.string().optional(),
  url: z.string().optional(),
})

export const articleToWire = (article: DraftArticle) => ({
  article_type: 'news',
  title: article.title,
  author: article.author,
  digest: article.digest,
  content: article.content,
  content_source_url: article.sourceUrl,
  thumb_media_id: article.coverMediaId,
  need_open_comment: 0,
  only_fans_can_comment: 0,
  pic_crop_235_1: article.coverCrop235,
  pic_crop_1_1: article.coverCrop1,
})

export const articleFromWire = (wire: z.infer<typeof WireArticle>): StoredArticle => ({
  title: wire.title,
  author: wire.author || undefined,
  digest: wire.digest || undefined,
  content: wire.content,
  sourceUrl: wire.content_source_url || undefined,
  coverMediaId: wire.thumb_media_id,
  coverCrop235: wire.pic_crop_235_1 || undefined,
  coverCrop1: wire.pic_crop_1_1 || undefined,
  url: wire.url,
})
