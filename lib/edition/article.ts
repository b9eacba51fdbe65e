import type { DraftArticle } from '../channels/wechat/wechat'
import type { PlacedPicture } from '../article/render'
import { articleBody } from '../submission/article-body'
import type { Content } from '../submission/content'
import type { MediaPin } from '../submission/submission'
import type { Dropped } from './edition'
import type { Picture } from './rows'

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
  const { html, dropped } = articleBody({
    body: content.body,
    theme: content.theme,
    source: content.source,
    unitName,
    pictures,
    videos: given.pins.filter((pin) => pin.kind === 'video'),
  })
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
    dropped: dropped.map((one) => ({ index, ...one })),
  }
}
