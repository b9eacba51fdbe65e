import * as z from 'zod'
import { WechatError } from './errors'
import { pictureIn, readAgain, rewrite, withoutStyles } from './rewrite'
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
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
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

  const isOwn = (address: string) => Object.hasOwn(twin.state.pictures, pictureIn(address) ?? '')
  const html = rewrite(given.content, isOwn, twin.state.alsoGone)
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
  const { readBack } = twin.state
  const look = ++readBack.looks
  const bare = readBack.stylesLost > 0
  const news = draftOf(twin, media_id).articles.map((name, at) => {
    const article = twin.article(name)
    const content = bare ? withoutStyles(article.content) : article.content
    return {
      title: article.title,
      author: article.author,
      digest: article.digest,
      content: readAgain(content, look),
      content_source_url: article.contentSourceUrl,
      thumb_media_id: readBack.thumbEmpty ? '' : article.thumbMediaId,
      show_cover_pic: 0,
      need_open_comment: 0,
      only_fans_can_comment: 0,
      pic_crop_235_1: article.picCrop235 ?? '',
      pic_crop_1_1: article.picCrop1 ?? '',
      url: `${twin.publicUrl()}/s/draft/${media_id}/${at + 1}`,
    }
  })
  if (bare) readBack.stylesLost -= 1
  return { news_item: news }
}

/** `draft/batchget`, newest first. */
export function listDrafts(twin: Twin, body: unknown) {
  const { offset, count, no_content } = read(
    z.object({
      offset: z.number().int().min(0),
      count: z.number().int().min(1).max(20),
      no_content: z.union([z.literal(0), z.literal(1)]).default(0),
    }),
    body,
  )
  const all = Object.entries(twin.state.drafts).sort(([, one], [, other]) => other.updatedAt - one.updatedAt)
  const item = all.slice(offset, offset + count).map(([media_id, draft]) => ({
    media_id,
    content: {
      news_item: getDraft(twin, { media_id }).news_item.map((news) =>
        no_content ? { ...news, content: undefined } : news,
      ),
    },
    update_time: Math.floor(draft.updatedAt / 1000),
  }))
  return { total_count: all.length, item_count: item.length, item }
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
