import type { ServerResponse } from 'node:http'

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

const style = `
  body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0; background: #f4f5f7; color: #1c2530 }
  header { background: #1c2530; color: #fff; padding: .7rem 1.2rem }
  header a { color: #cfd8e3; margin-left: 1rem }
  main { padding: 1rem 1.2rem }
  .grid { display: grid; grid-template-columns: repeat(24, 1fr); gap: .6rem }
  .widget { background: #fff; border-radius: 6px; padding: .6rem .8rem; box-shadow: 0 1px 2px #0002; overflow: auto }
  .widget h2 { font-size: .95rem; margin: 0 0 .4rem }
  .key { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .35rem }
  .figures { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem }
  .figures b { display: block; font-size: 1.5rem; line-height: 1.2 }
  .alarms { list-style: none; margin: .2rem 0; padding: 0 }
  .alarm { color: #b91c1c }
  .well { color: #047857 }
  p.well { font-size: 1.3rem; margin: .2rem 0 }
  .note { color: #6b7785; font-size: .85rem }
  svg { width: 100%; height: auto }
  @media (max-width: 800px) { .grid { display: block } .widget { margin-bottom: .6rem } }`

/** A page of the machine itself, not of the product. `body` is markup already escaped. */
export function sendPage(response: ServerResponse, title: string, body: string): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  })
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${style}</style>
<header><b>${escapeHtml(title)}</b><a href="/">portal</a><a href="/mailbox">mailbox</a><a href="/phone">phone</a>
<a href="/weibo">weibo</a><a href="/dashboard">dashboard</a><a href="/clock">clock</a></header><main>${body}</main></html>`)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
