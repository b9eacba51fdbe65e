import { beijingMinute, escape, page } from '../../outside/html'
import type { TwinArticle } from '../state'
import { pictureIn } from '../rewrite'
import type { Twin } from '../twin'

export interface ShownArticle {
  article: TwinArticle
  at: number
  /** `test`: reached by a test send or a draft's link, not published */
  as: 'published' | 'test'
}

/** Stored content names its pictures in `data-src`, at WeChat's hosts, and a script loads them: here they come from the twin. */
const localPictures = (html: string, base: string) =>
  html.replace(/<img\b[^>]*>/g, (tag) => {
    const id = pictureIn(/ data-src="([^"]*)"/.exec(tag)?.[1] ?? '')
    return id ? tag.replace(/ data-src="[^"]*"/, `$& class="wxw-img" src="${base}/mmbiz/${id}"`) : tag
  })

/** The article as a reader sees it. Its content went through the filter when the draft was made. */
export function articlePage(twin: Twin, base: string, { article, at, as }: ShownArticle): string {
  const name = twin.account.name ?? '企业公众号'
  const source = article.contentSourceUrl
    ? `<p class="source"><a href="${escape(article.contentSourceUrl)}" rel="noreferrer">阅读原文</a></p>`
    : ''
  const note =
    as === 'test'
      ? '<p class="label test">测试预览，尚未发布（临时链接，仅用于预览） <span lang="en">test, not published</span></p>'
      : ''
  return page(
    { title: article.title, base, bodyClass: 'reading' },
    `<main>${note}<h1 class="rich_media_title" id="activity-name">${escape(article.title)}</h1><p class="meta">` +
      (article.author ? `<span id="js_author_name">${escape(article.author)}</span>` : '') +
      `<span class="account" id="js_name">${escape(name)}</span><time>${beijingMinute(at)}</time></p>` +
      `<div id="js_content" class="rich_media_content js_underline_content autoTypeSetting24psection">` +
      `${localPictures(article.content, base)}</div>${source}</main>` +
      // What WeChat's page says to its own scripts; here nothing runs.
      `<script type="text/plain">var ct = "${Math.floor(at / 1000)}"; var msg_source_url = '${escape(article.contentSourceUrl)}';</script>` +
      `<script src="${base}/dark.js" defer></script>`,
  )
}

export const gonePage = (base: string): string =>
  page(
    { title: '内容已删除', base, bodyClass: 'reading' },
    '<main class="gone"><h1>该内容已被发布者删除</h1><p lang="en">removed by its publisher</p></main>',
  )

export const missingPage = (base: string): string =>
  page(
    { title: '没有这一页', base, bodyClass: 'reading' },
    '<main class="gone"><h1>没有这一页</h1><p lang="en">no such page</p></main>',
  )

/** The article behind `/s/<message>/<index>` or `/s/draft/<media>/<index>`; `gone` when it was deleted. */
export function articleAt(twin: Twin, path: string): ShownArticle | 'gone' | undefined {
  const [, kind, id = '', at = ''] = /^\/s\/(?:(draft)\/)?([\w-]+)\/([1-8])$/.exec(path) ?? []
  const index = Number(at)
  const { drafts, previews, sends } = twin.state
  const shown = (names: string[] | undefined, when: number, as: ShownArticle['as']) => {
    const name = names?.[index - 1]
    return name ? { article: twin.article(name), at: when, as } : undefined
  }
  if (kind === 'draft') {
    const draft = Object.hasOwn(drafts, id) ? drafts[id] : undefined
    return shown(draft?.articles, draft?.updatedAt ?? 0, 'test')
  }
  const preview = previews.find((one) => String(one.msgId) === id)
  if (preview) return shown(preview.articles, preview.at, 'test')
  const byHand = twin.state.handSends.find((one) => String(one.msgId) === id)
  if (byHand) return shown(byHand.articles, byHand.at, 'published')
  const send = sends.find((one) => String(one.msgId) === id)
  if (send?.status !== 'success' && send?.status !== 'deleted') return undefined
  if (send.deletedArticles.includes(index)) return 'gone'
  return shown(send.articles, send.finishedAt ?? send.acceptedAt, 'published')
}
