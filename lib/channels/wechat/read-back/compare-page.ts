import type { ArticlePage } from '../article-page'
import type { DraftArticle } from '../wechat'
import { compareDraft, type Difference } from './compare-draft'

/** What was approved of one article, to be found on a page that a hand made. */
export interface ApprovedArticle {
  article: Pick<DraftArticle, 'title' | 'author' | 'content' | 'sourceUrl'>
  videos: number
}

/** WeChat's console names every picture anew: that there are as many, at the same places, is all a page can tell. */
const numbered = (html: string): string => {
  let count = 0
  return html.replace(/<img\b[^>]*>/gi, () => `<img src="${++count}">`)
}

/**
 * What readers see of an article made by hand against what was approved: title, words, structure, links, the places of
 * pictures, the number of videos. What a page does not say (author left out, digest, cover) is no difference.
 * @param index place of the article, from 1
 */
export function comparePage(
  { article, videos }: ApprovedArticle,
  shown: ArticlePage,
  index: number,
): Difference[] {
  const { title, author, sourceUrl } = article
  const { seen } = compareDraft(
    [{ title, author, sourceUrl, content: numbered(article.content), coverMediaId: '' }],
    [
      {
        title: shown.title,
        author: shown.author ?? author,
        sourceUrl: shown.sourceUrl ?? sourceUrl,
        content: numbered(shown.content),
        coverMediaId: '',
      },
    ],
  )
  const other: Omit<Difference, 'index'>[] =
    videos === shown.videos ? [] : [{ what: 'video', before: `${videos}`, after: `${shown.videos}` }]
  return [...seen, ...other].map((difference) => ({ ...difference, index }))
}
