import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Handler } from './gateway'

/** Paths of the machine itself come first; everything else is a route of the product. */
export function front(pages: {
  mailbox: Handler
  wechat: Handler
  dashboard: Handler
  clock: Handler
  product: Handler
}): Handler {
  const below = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`)
  return async (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '/').split('?')[0]!
    if (below(path, '/mailbox') || path === '/mailbox.json') return pages.mailbox(request, response)
    if (below(path, '/wechat-twin')) return pages.wechat(request, response)
    if (path === '/phone') {
      response.writeHead(302, { location: '/wechat-twin/phone' })
      return response.end()
    }
    if (path === '/dashboard') return pages.dashboard(request, response)
    if (path === '/clock') return pages.clock(request, response)
    return pages.product(request, response)
  }
}
