import { videosIn, type ArticlePages, type PageRead } from '../channels/wechat/article-page'
import type { Difference } from '../channels/wechat/read-back/compare-draft'
import { comparePage, type ApprovedArticle } from '../channels/wechat/read-back/compare-page'
import type { ListedDraft, StoredArticle } from '../channels/wechat/wechat'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import { articleOf } from './article'
import { requireEditionState, standing, type Edition } from './edition'
import { renditionsOf } from './renditions'
import type { Editions } from './store'

/** What was found at the addresses of an edition's articles. */
export interface HandCheck {
  /** what readers see otherwise than it was approved */
  differences: Difference[]
  /** by their place from 1: pages that could not be read, and why */
  unread: { index: number; why: string }[]
  /** as they were read, for the archive */
  articles: { index: number; url: string; content: StoredArticle }[]
}

/** It was handed over, and nobody knows yet how that ended. @throws Refusal `WrongState` */
export async function requireByHand(editions: Editions, edition: Edition): Promise<void> {
  requireEditionState(edition, 'by-hand', 'unknown')
  if ((await editions.send(edition, edition.attempt))?.hand) return
  throw new Refusal(
    'WrongState',
    { zh: '这一期没有交给编辑人工群发', en: 'this edition was not handed over to be sent by hand' },
    { facts: standing(edition) },
  )
}

/** The edition's articles as they were approved, in its order. */
export async function approvedArticles(
  submissions: Submissions,
  edition: Edition,
): Promise<ApprovedArticle[]> {
  const contents = await Promise.all(
    edition.items.map(({ submissionId }) => submissions.withId(submissionId)),
  )
  const renditions = await renditionsOf(submissions, edition, contents)
  return renditions.map((rendition, at) => {
    const pictures = rendition.media
      .filter(({ kind }) => kind === 'picture')
      .map(({ id }) => ({ id, url: id }))
    const { article } = articleOf({ rendition, pictures, cover: { mediaId: '' }, index: at + 1 })
    return { article, videos: rendition.media.length - pictures.length }
  })
}

/** Reads the page of each article and compares it with what was approved; the day it stands for belongs to it (10.3). */
export async function checkPages(
  pages: ArticlePages,
  { date }: Pick<Edition, 'date'>,
  approved: ApprovedArticle[],
  addresses: string[],
): Promise<HandCheck> {
  const found: HandCheck = { differences: [], unread: [], articles: [] }
  for (const [at, one] of approved.entries()) {
    const index = at + 1
    const url = addresses[at] ?? ''
    const read: PageRead = url ? await pages.read(url) : { kind: 'unreadable', why: 'no address of WeChat' }
    if (read.kind !== 'read') {
      found.unread.push({ index, why: read.kind === 'gone' ? 'deleted' : read.why })
      continue
    }
    const { title, author, content, sourceUrl, publishedAt } = read.page
    const day = publishedAt && beijingDate(publishedAt)
    found.differences.push(...comparePage(one, read.page, index))
    if (day && day !== date) found.differences.push({ index, what: 'day', before: date, after: day })
    found.articles.push({ index, url, content: { title, author, content, sourceUrl, coverMediaId: '' } })
  }
  return found
}

/** The articles of a publication that reads exactly as approved; undefined where it does not, or names no addresses. */
export function articlesIn(
  { articles }: Pick<ListedDraft, 'articles'>,
  approved: ApprovedArticle[],
): HandCheck['articles'] | undefined {
  if (articles.length !== approved.length) return undefined
  const same = articles.every(({ title, author, content, sourceUrl, url }, at) => {
    const shown = { title, author, content, sourceUrl, videos: videosIn(content) }
    return url && comparePage(approved[at]!, shown, at + 1).length === 0
  })
  return same ? articles.map(({ url = '', ...content }, at) => ({ index: at + 1, url, content })) : undefined
}

/** Article 11: the articles as they were read, with their addresses. */
export async function keepForArchive(
  submissions: Submissions,
  { items }: Pick<Edition, 'items'>,
  articles: HandCheck['articles'],
  at: Date,
): Promise<void> {
  for (const { index, url, content } of articles) {
    const item = items[index - 1]
    if (item)
      await submissions.keepReadBack(item.submissionId, {
        ...{ channel: 'wechat', ref: url, at: at.toISOString() },
        content: { ...content },
      })
  }
}
