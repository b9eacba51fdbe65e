import { renderArticle, type PlacedPicture } from '../article/render'
import { themeOf, type Theme } from '../article/theme'
import { filterForWechat, type Dropped } from '../channels/wechat/filter-model'
import { markup } from '../platform/markup'
import type { Repost } from './content'

interface Signed {
  source: string
  unitName: string
  originalUrl?: string
  repost?: Pick<Repost, 'permittedBy'>
}

const lines = 'margin:32px 0 0;font-size:14px;color:#666666'

/** 10.1: the source is printed in the article; the unit answers for it (article 6). A repost says by whose leave it is one. */
const signature = ({ source, unitName, originalUrl, repost }: Signed): string =>
  repost
    ? markup`<p style="${lines}">转载自：${source}（经${repost.permittedBy}许可）　供稿：${unitName}</p><p style="font-size:14px;color:#666666;word-break:break-all">原文：${originalUrl}</p>`
        .html
    : markup`<p style="${lines}">来源：${source}　供稿：${unitName}</p>`.html

/** The API may not mass-send an uploaded video (reference sheet, 3.4): said before anybody approves one for WeChat. */
const videoDropped = ({ fileName }: { fileName: string }) => ({
  kind: 'video' as const,
  what: fileName,
  why: {
    zh: '微信不允许接口群发上传的视频：编入这一篇的期次由编辑在公众平台后台人工群发，视频由编辑放入',
    en: 'WeChat’s API sends no uploaded video: the edition with this article is sent by hand in WeChat’s console, where the editor puts it in',
  },
  count: 1,
})

/** As the filter names it, and videos, which never reach the article's body. */
export type ArticleDropped = Omit<Dropped, 'kind'> & { kind: Dropped['kind'] | 'video' }

/**
 * The article's body as WeChat keeps it: cleaned, inlined, source and unit printed. Approvers and readers see the
 * same; what would be dropped is listed, never silently lost.
 */
export function articleBody(
  given: Signed & {
    body: string
    /** the first of the house's where none is given */
    theme?: Theme
    /** where the picture of the theme's QR code is */
    code?: string | undefined
    pictures: PlacedPicture[]
    /** of a picture that is the cover only */
    apart?: string | undefined
    videos: { fileName: string }[]
  },
): { html: string; dropped: ArticleDropped[] } {
  const own = new Set([...given.pictures.map((picture) => picture.url), given.code])
  const article = renderArticle({
    body: given.body,
    below: signature(given),
    theme: given.theme ?? themeOf(undefined),
    code: given.code,
    pictures: given.pictures,
    apart: given.apart,
  })
  const { html, dropped } = filterForWechat(article.html, {
    pictureStays: (src) => own.has(src.replaceAll('&amp;', '&')),
  })
  const missing = article.missing.map(({ what, why }) => ({ kind: 'picture' as const, what, why, count: 1 }))
  return { html, dropped: [...dropped, ...missing, ...given.videos.map(videoDropped)] }
}
