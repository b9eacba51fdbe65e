import * as z from 'zod'
import { markup } from '../platform/markup'

/** What `web/build.mjs` says of a built portal. */
export const Manifest = z.object({
  hash: z.string(),
  script: z.string(),
  style: z.string(),
  preload: z.array(z.string()),
  /** gzipped bytes by file name */
  files: z.record(z.string(), z.number()),
})
export type Manifest = z.infer<typeof Manifest>

const at = (file: string) => `/portal/assets/${file}`

/** The one page of the portal: it names its files, and the nonce for styles its components make. */
export const portalPage = ({ script, style, preload }: Manifest, nonce: string): string =>
  `<!doctype html>${
    markup`<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="style-nonce" content="${nonce}"><title>签发 Qianfa</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${at(style)}">${preload.map((file) => markup`<link rel="modulepreload" href="${at(file)}">`)}<script type="module" src="${at(script)}"></script></head><body><div id="portal"></div><noscript>签发需要 JavaScript；审批请用邮件里的链接，那里不需要。 The portal needs JavaScript; decisions by mail do not.</noscript></body></html>`
      .html
  }`

/** Scripts come from our own files only; styles carry the nonce; uploads and previews go to the media bucket. */
export const portalPolicy = ({ nonce, mediaHost }: { nonce: string; mediaHost: string }): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    // Components place things, and articles carry inline styles: attributes only, never elements.
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data: blob: ${mediaHost}`,
    `media-src 'self' ${mediaHost}`,
    `connect-src 'self' ${mediaHost}`,
    "font-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
