import { filterForWechat, type Dropped } from '../channels/wechat/filter-model'
import { markup } from '../platform/markup'
import { changeTags } from '../platform/tags'

/** A picture of the submission at an address: a preview for approvers, WeChat's own for readers. */
export interface PlacedPicture {
  id: string
  url: string
}

/** A reader who cannot see it hears which picture it is; officers give no descriptions. */
const pictureTag = (picture: PlacedPicture, pictures: PlacedPicture[]) =>
  markup`<img src="${picture.url}" alt="配图 ${pictures.indexOf(picture) + 1}" style="max-width: 100%">`

/** The body may place a picture by `<img src="media:<id>">` (or `data-media="<id>"`); the others follow the text in order. */
function withPictures(body: string, pictures: PlacedPicture[]): string {
  const placed = new Set<string>()
  const text = changeTags(body, /^<img\b/i, (tag) => {
    const id = /(?:\bsrc=["']?media:|\bdata-media=["']?)([0-9a-f-]{36})/i.exec(tag)?.[1]
    const picture = pictures.find((one) => one.id === id)
    if (!picture) return tag
    placed.add(picture.id)
    return pictureTag(picture, pictures).html
  })
  const rest = pictures.filter((picture) => !placed.has(picture.id))
  const below = rest.map(
    (picture) => markup`<p style="text-align: center">${pictureTag(picture, pictures)}</p>`.html,
  )
  return text + below.join('')
}

/** 10.1: the source is printed in the article; the unit answers for it (article 6). */
const signature = (source: string, unitName: string): string =>
  markup`<p style="font-size: 14px; color: #666666">来源：${source}　供稿：${unitName}</p>`.html

/** The API may not mass-send an uploaded video (reference sheet, 3.4): said before anybody approves one for WeChat. */
const videoDropped = ({ fileName }: { fileName: string }) => ({
  kind: 'video' as const,
  what: fileName,
  why: {
    zh: '微信不允许接口群发上传的视频，请在公众平台后台手工插入或改用链接',
    en: 'WeChat does not let the API send uploaded videos; insert it by hand or use a link',
  },
  count: 1,
})

/** As the filter names it, and videos, which never reach the article's body. */
export type ArticleDropped = Omit<Dropped, 'kind'> & { kind: Dropped['kind'] | 'video' }

/**
 * The article's body as WeChat keeps it: cleaned, inlined, source and unit printed. Approvers and readers see the
 * same; what would be dropped is listed, never silently lost.
 */
export function articleBody(given: {
  body: string
  source: string
  unitName: string
  pictures: PlacedPicture[]
  videos: { fileName: string }[]
}): { html: string; dropped: ArticleDropped[] } {
  const own = new Set(given.pictures.map((picture) => picture.url))
  const text = withPictures(given.body, given.pictures) + signature(given.source, given.unitName)
  const { html, dropped } = filterForWechat(text, {
    pictureStays: (src) => own.has(src.replaceAll('&amp;', '&')),
  })
  return { html, dropped: [...dropped, ...given.videos.map(videoDropped)] }
}
