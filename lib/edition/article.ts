import { filterForWechat } from '../channels/wechat/filter-model'
import type { DraftArticle } from '../channels/wechat/wechat'
import { markup } from '../platform/markup'
import type { Content, MediaPin } from '../submission/submission'
import type { Dropped } from './edition'
import type { Picture } from './rows'

/** A picture of the submission as WeChat holds it. */
export interface PlacedPicture {
  id: string
  url: string
}

const pictureTag = (url: string) =>
  markup`<p style="text-align: center"><img src="${url}" style="max-width: 100%"></p>`.html

/** The body may place a picture by `<img src="media:<id>">` (or `data-media="<id>"`); the others follow the text in order. */
function withPictures(body: string, pictures: PlacedPicture[]): string {
  const placed = new Set<string>()
  const text = body.replace(/<img\b[^>]*>/gi, (tag) => {
    const id = /(?:\bsrc=["']?media:|\bdata-media=["']?)([0-9a-f-]{36})/i.exec(tag)?.[1]
    const picture = pictures.find((one) => one.id === id)
    if (!picture) return tag
    placed.add(picture.id)
    return markup`<img src="${picture.url}" style="max-width: 100%">`.html
  })
  const rest = pictures.filter((picture) => !placed.has(picture.id))
  return text + rest.map((picture) => pictureTag(picture.url)).join('')
}

/** 10.1: the source is printed in the article; the unit answers for it (article 6). */
const signature = (source: string, unitName: string): string =>
  markup`<p style="font-size: 14px; color: #888888">来源：${source}　供稿：${unitName}</p>`.html

const videoDropped = (videos: MediaPin[]) =>
  videos.map((video) => ({
    kind: 'video',
    what: video.fileName,
    why: {
      zh: '微信不允许接口群发上传的视频，请在公众平台后台手工插入或改用链接',
      en: 'WeChat does not let the API send uploaded videos; insert it by hand or use a link',
    },
    count: 1,
  }))

/**
 * From submission to WeChat's shape: cleaned and inlined HTML as WeChat keeps it, source and unit printed, pictures
 * by WeChat's own addresses. What readers will not see is listed, never silently lost.
 */
export function articleOf(given: {
  content: Content
  pins: MediaPin[]
  unitName: string
  pictures: PlacedPicture[]
  cover: Picture & { mediaId: string }
  /** place in the edition, from 1 */
  index: number
}): { article: DraftArticle; dropped: Dropped[] } {
  const { content, unitName, pictures, cover, index } = given
  const own = new Set(pictures.map((picture) => picture.url))
  const { html, dropped } = filterForWechat(
    withPictures(content.body, pictures) + signature(content.source, unitName),
    { pictureStays: (src) => own.has(src.replaceAll('&amp;', '&')) },
  )
  const videos = given.pins.filter((pin) => pin.kind === 'video')
  return {
    article: {
      title: content.title,
      // WeChat's author field takes 16 characters; the unit stands in the text in any case.
      ...([...unitName].length <= 16 && { author: unitName }),
      ...(content.digest && { digest: content.digest }),
      content: html,
      coverMediaId: cover.mediaId,
      coverCrop235: cover.crop235,
      coverCrop1: cover.crop1,
    },
    dropped: [...dropped, ...videoDropped(videos)].map((one) => ({ index, ...one })),
  }
}
