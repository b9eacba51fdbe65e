import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Handler } from './gateway'

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

/** Paths of the machine itself come first; everything else is a route of the product. */
export function front(pages: {
  /** the origin people use, e.g. `http://127.0.0.1:4000` */
  url: string
  mailbox: Handler
  wechat: Handler
  weibo: Handler
  dashboard: Handler
  clock: Handler
  product: Handler
}): Handler {
  const below = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`)
  return async (request: IncomingMessage, response: ServerResponse) => {
    const moved = movedFrom(request, pages.url)
    if (moved) {
      response.writeHead(302, { location: moved })
      return response.end()
    }
    const path = (request.url ?? '/').split('?')[0]!
    if (below(path, '/mailbox') || path === '/mailbox.json') return pages.mailbox(request, response)
    if (below(path, '/wechat-twin')) return pages.wechat(request, response)
    if (path === '/phone') {
      response.writeHead(302, { location: '/wechat-twin/phone' })
      return response.end()
    }
    if (below(path, '/weibo-twin')) return pages.weibo(request, response)
    if (path === '/weibo') {
      response.writeHead(302, { location: '/weibo-twin/' })
      return response.end()
    }
    if (path === '/dashboard') return pages.dashboard(request, response)
    if (path === '/clock') return pages.clock(request, response)
    return pages.product(request, response)
  }
}
