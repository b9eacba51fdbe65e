import { escapeHtml } from '../platform/markup'
import { wechatPageStyle } from './page-style'

/** Marks of the word screen are ours; all else is WeChat's page. */
const ours =
  'body{margin:0;background:#fff;background:light-dark(#fff,#191919)}.rich_media{color-scheme:inherit}mark{background:#ffe58f;color:#191919}'

const source = '<p class="rich_media_meta">阅读原文</p>'

/** The document in the phone of the editor: an article as WeChat's page shows it by day or in its dark mode. */
export const previewPage = (shown: {
  title: string
  /** filtered, with the colours of both lights (`dark.ts`) */
  html: string
  light: 'light' | 'dark'
  /** the line below the title: author and account */
  meta?: string
  /** there is an address behind 阅读原文 */
  hasSource?: boolean
  /** of the portal's content policy, which a frame inherits */
  nonce: string
}): string =>
  `<!doctype html><html lang="zh-CN" style="color-scheme:${shown.light}"><head><meta charset="utf-8">` +
  `<title>${escapeHtml(shown.title)}</title><style nonce="${escapeHtml(shown.nonce)}">${wechatPageStyle}${ours}</style></head>` +
  `<body><div class="rich_media"><h1 class="rich_media_title">${escapeHtml(shown.title)}</h1>` +
  (shown.meta === undefined ? '' : `<p class="rich_media_meta">${escapeHtml(shown.meta)}</p>`) +
  `<div class="rich_media_content autoTypeSetting24psection">${shown.html}</div>${shown.hasSource ? source : ''}</div></body></html>`
