import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Handler } from './gateway'
import type { Visitors } from './visitors'

/**
 * Where a page asked for as `localhost` stands: cookies, CORS and the check for forged forms know one origin, the one
 * that mails name.
 */
const movedFrom = (request: IncomingMessage, url: string): string | undefined => {
  const { hostname, port } = new URL(url)
  const asked = request.headers.host ?? ''
  const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
  return isPage && hostname === '127.0.0.1' && asked === `localhost:${port}`
    ? `${url}${request.url ?? '/'}`
    : undefined
}

const leadTo =
  (location: string): Handler =>
  (_, response) => {
    response.writeHead(302, { location })
    response.end()
  }

/** Paths of the machine itself come first; everything else is a route of the product. */
export function front(pages: {
  /** the origin people use, e.g. `http://127.0.0.1:4000` */
  url: string
  visitors: Visitors
  mailbox: Handler
  wechat: Handler
  weibo: Handler
  messenger: Handler
  dashboard: Handler
  runbook: Handler
  clock: Handler
  /** looks everything over and says what is damaged */
  whole: Handler
  product: Handler
}): Handler {
  const below = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`)
  /** What the machine answers by itself, by the beginning of the path. */
  const ofMachine = (path: string): Handler | undefined => {
    if (below(path, '/mailbox') || path === '/mailbox.json') return pages.mailbox
    if (below(path, '/wechat-twin')) return pages.wechat
    if (path === '/phone') return leadTo('/wechat-twin/phone')
    if (below(path, '/weibo-twin')) return pages.weibo
    if (below(path, '/messenger-twin')) return pages.messenger
    if (path === '/weibo') return leadTo('/weibo-twin/')
    if (path === '/dashboard') return pages.dashboard
    if (path === '/runbook') return pages.runbook
    if (path === '/clock') return pages.clock
    if (path === '/whole') return pages.whole
    return undefined
  }
  return async (request: IncomingMessage, response: ServerResponse) => {
    if (pages.visitors.wrongHost(request, response)) return
    const moved = movedFrom(request, pages.url)
    if (moved) return leadTo(moved)(request, response)
    const machine = ofMachine((request.url ?? '/').split('?')[0]!)
    if (!machine) return pages.product(request, response)
    if (pages.visitors.stranger(request, response)) return
    return machine(request, response)
  }
}
