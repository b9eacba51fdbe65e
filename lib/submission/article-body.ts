import { filterForWechat, type Dropped } from '../channels/wechat/filter-model'
import { markup } from '../platform/markup'

/** A picture of the submission at an address: a preview for approvers, WeChat's own for readers. */
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

/**
 * The article's body as WeChat keeps it: cleaned, inlined, source and unit printed. Approvers and readers see the
 * same; what would be dropped is listed, never silently lost.
 */
export function articleBody(given: {
  body: string
  source: string
  unitName: string
  pictures: PlacedPicture[]
}): { html: string; dropped: Dropped[] } {
  const own = new Set(given.pictures.map((picture) => picture.url))
  return filterForWechat(withPictures(given.body, given.pictures) + signature(given.source, given.unitName), {
    pictureStays: (src) => own.has(src.replaceAll('&amp;', '&')),
  })
}
