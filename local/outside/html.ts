const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text into HTML, in content and in quoted attributes. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

/** `2026-11-23 17:05` in Beijing. */
export const beijingMinute = (ms: number): string =>
  new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** A `live` page keeps what is marked `data-live` up to date (live.js beside this file); no other page runs a script. */
export function page(
  {
    title,
    base,
    live = false,
    bodyClass,
  }: { title: string; base: string; live?: boolean; bodyClass: string },
  body: string,
): string {
  const script = live ? `<script src="${base}/live.js" defer></script>` : ''
  return (
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">${script}` +
    `<title>${escape(title)}</title><link rel="stylesheet" href="${base}/style.css">` +
    `</head><body class="${bodyClass}">${body}</body></html>`
  )
}
