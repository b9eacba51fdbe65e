import type { DraftArticle } from '../channels/wechat/wechat'
import type { PlacedPicture } from '../article/render'
import { htmlWith, type Rendition } from '../submission/rendition'
import type { Dropped } from './edition'
import type { Picture } from './rows'

/** WeChat's author field takes 16 characters; the unit stands in the text in any case. */
export const authorOf = (unitName: string): { author?: string } =>
  [...unitName].length <= 16 ? { author: unitName } : {}

/**
 * From what was approved to WeChat's shape: the very rendition, its pictures by WeChat's own addresses. What readers will
 * not see is listed, never silently lost.
 */
export function articleOf(given: {
  rendition: Rendition
  pictures: PlacedPicture[]
  cover: Picture & { mediaId: string }
  /** place in the edition, from 1 */
  index: number
}): { article: DraftArticle; dropped: Dropped[] } {
  const { rendition, pictures, cover, index } = given
  const { title, digest, originalUrl, unitName, dropped } = rendition
  return {
    article: {
      title,
      ...authorOf(unitName),
      ...(digest && { digest }),
      ...(originalUrl && { sourceUrl: originalUrl }),
      content: htmlWith(rendition, (id) => pictures.find((one) => one.id === id)?.url),
      coverMediaId: cover.mediaId,
      coverCrop235: rendition.cover.crop235 ?? cover.crop235,
      coverCrop1: rendition.cover.crop1 ?? cover.crop1,
    },
    dropped: dropped.map((one) => ({ index, ...one })),
  }
}
