import * as z from 'zod'
import { filterForWechat } from '../../lib/channels/wechat/filter-model'
import { WechatError } from './errors'
import type { Draft, TwinArticle } from './state'
import { randomText, type Twin } from './twin'

const Article = z.object({
  article_type: z.literal('news').default('news'),
  title: z.string(),
  author: z.string().default(''),
  digest: z.string().default(''),
  content: z.string(),
  content_source_url: z.string().default(''),
  thumb_media_id: z.string().default(''),
  need_open_comment: z.union([z.literal(0), z.literal(1)]).default(0),
  only_fans_can_comment: z.union([z.literal(0), z.literal(1)]).default(0),
  pic_crop_235_1: z.string().optional(),
  pic_crop_1_1: z.string().optional(),
})

const read = <T extends z.ZodType>(schema: T, body: unknown): z.output<T> => {
  const { data, success, error } = schema.safeParse(body)
  if (!success) throw new WechatError(40035, {}, `invalid parameter ${z.prettifyError(error)}`)
  return data
}

const characters = (text: string) => [...text].length
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .trim()

/** Checks in WeChat's order of complaint, then keeps what its filter leaves (reference sheet, 4). */
function accept(twin: Twin, given: z.infer<typeof Article>, alone: boolean): TwinArticle {
  if (!given.title.trim() || characters(given.title) > 32) throw new WechatError(45003)
  if (characters(given.author) > 16) throw new WechatError(45110)
  if (characters(given.digest) > 120) throw new WechatError(45004)
  if (!given.content.trim()) throw new WechatError(44003)
  if (characters(given.content) >= 20_000 || Buffer.byteLength(given.content) >= 1_048_576)
    throw new WechatError(45002)
  if (Buffer.byteLength(given.content_source_url) > 1024) throw new WechatError(45005)
  if (given.content_source_url && !/^https?:\/\/\S+$/.test(given.content_source_url))
    throw new WechatError(41039)
  if (!Object.hasOwn(twin.state.materials, given.thumb_media_id)) throw new WechatError(40007)

  const own = new Set(Object.values(twin.state.pictures).map((picture) => picture.url))
  const { html } = filterForWechat(given.content, {
    pictureStays: (src) => own.has(src.replace(/^https:/, 'http:')),
  })
  if (!textOf(html) && !html.includes('<img')) throw new WechatError(45166)
  return {
    title: given.title,
    author: given.author,
    digest: alone ? given.digest || [...textOf(html)].slice(0, 54).join('') : given.digest,
    content: html,
    contentSourceUrl: given.content_source_url,
    thumbMediaId: given.thumb_media_id,
    picCrop235: given.pic_crop_235_1,
    picCrop1: given.pic_crop_1_1,
  }
}

export function draftOf(twin: Twin, mediaId: string): Draft {
  const draft = Object.hasOwn(twin.state.drafts, mediaId) ? twin.state.drafts[mediaId] : undefined
  if (!draft) throw new WechatError(40007)
  return draft
}

export function addDraft(twin: Twin, body: unknown) {
  const { articles } = read(z.object({ articles: z.array(z.unknown()).default([]) }), body)
  if (articles.length === 0) throw new WechatError(44003)
  if (articles.length > 8) throw new WechatError(45008)
  const names = articles
    .map((article) => accept(twin, read(Article, article), articles.length === 1))
    .map((article) => twin.keepArticle(article))
  const mediaId = randomText(twin.random, 64)
  twin.state.drafts[mediaId] = { articles: names, updatedAt: twin.now() }
  return { media_id: mediaId }
}

const Named = z.object({ media_id: z.string() })

export function getDraft(twin: Twin, body: unknown) {
  const { media_id } = read(Named, body)
  const news = draftOf(twin, media_id).articles.map((name, at) => {
    const article = twin.article(name)
    return {
      title: article.title,
      author: article.author,
      digest: article.digest,
      content: article.content,
      content_source_url: article.contentSourceUrl,
      thumb_media_id: article.thumbMediaId,
      show_cover_pic: 0,
      need_open_comment: 0,
      only_fans_can_comment: 0,
      pic_crop_235_1: article.picCrop235 ?? '',
      pic_crop_1_1: article.picCrop1 ?? '',
      url: `${twin.publicUrl()}/s/draft/${media_id}/${at + 1}`,
    }
  })
  return { news_item: news }
}

export function updateDraft(twin: Twin, body: unknown) {
  const Change = Named.extend({ index: z.number().int(), articles: Article })
  const { media_id, index, articles } = read(Change, body)
  const draft = draftOf(twin, media_id)
  if (index < 0 || index >= draft.articles.length) throw new WechatError(40114)
  draft.articles[index] = twin.keepArticle(accept(twin, articles, draft.articles.length === 1))
  draft.updatedAt = twin.now()
  return { errcode: 0, errmsg: 'ok' }
}

export function deleteDraft(twin: Twin, body: unknown) {
  const { media_id } = read(Named, body)
  draftOf(twin, media_id)
  delete twin.state.drafts[media_id]
  return { errcode: 0, errmsg: 'ok' }
}

export const countDrafts = (twin: Twin) => ({ total_count: Object.keys(twin.state.drafts).length })
