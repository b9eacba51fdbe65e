import { beijingMoment } from '../platform/beijing-time'
import { markup } from '../platform/markup'
import { linkTo, wechatFrame } from './parts'
import { stylesheetHref } from './stylesheet'

/** An article as anybody may read it; `html` went through the filter that approvers saw it through. */
export interface ArticleView {
  title: string
  unitName: string
  /** ISO, UTC */
  at: string
  html: string
  text: string
  /** behind 阅读原文 */
  originalUrl?: string
}

/** A public page, in the look of WeChat's: nothing of the product around it, no script, found by search engines. */
export const renderArticlePage = ({ title, unitName, at, html, text, originalUrl }: ArticleView): string =>
  `<!doctype html>${
    markup`<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><meta name="description" content="${text}"><link rel="icon" href="data:,"><link rel="stylesheet" href="${stylesheetHref}"></head><body class="reader"><main><article class="rich_media"><h1 class="rich_media_title">${title}</h1><p class="rich_media_meta">${unitName}　<time datetime="${at}">${beijingMoment(new Date(at)).zh}</time></p>${wechatFrame(html === '' ? markup`<p>${text}</p>`.html : html)}${originalUrl && markup`<p class="rich_media_meta">${linkTo(originalUrl, '阅读原文')}</p>`}</article></main></body></html>`
      .html
  }`
