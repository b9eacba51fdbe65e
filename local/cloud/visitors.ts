import type { IncomingMessage, ServerResponse } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'
import { isFromElsewhere } from '../../lib/platform/origin'
import { sameSecret } from '../../lib/platform/ids'

const keyCookie = 'qianfa_machine'

/** Addresses of this very machine: functions knock at the twins from one of them. */
const ownAddresses = (): Set<string> =>
  new Set([
    '127.0.0.1',
    '::1',
    ...Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? []),
  ])

const cookieOf = (request: IncomingMessage): string =>
  new RegExp(`(?:^|;\\s*)${keyCookie}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? ''

const refuse = (response: ServerResponse, status: number, why: string): true => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${why}\n`)
  return true
}

/** What functions call of the platforms; each call carries its own secret, or reads what readers have. */
const platformCall =
  /^\/(wechat-twin\/(cgi-bin|s)|weibo-twin\/(2|oauth2)|messenger-twin\/(wecom|dingtalk|feishu|lark))\/(?!authorize)/

/**
 * Who may knock at the door for people; each answers the request itself when it says no (or leads elsewhere), and gives
 * false when the visitor may go on. `key` is asked of other machines, once this one listens to them; `proxied`: people
 * come by a name of their own, so a proxy may stand on this machine and every stranger seems to come from here.
 */
export function visitors({ urls, key, proxied }: { urls: string[]; key?: string; proxied?: boolean }) {
  const { port } = new URL(urls[0]!)
  const own = ownAddresses()
  const names = ['localhost', ...(key ? [hostname(), ...own] : ['127.0.0.1', '::1'])]
  const hosts = new Set([
    ...urls.map((url) => new URL(url).host),
    ...names.map((name) =>
      `${name.includes(':') ? `[${name}]` : name}${port ? `:${port}` : ''}`.toLowerCase(),
    ),
  ])

  return {
    /** A page elsewhere whose name was made to mean this machine (DNS rebinding) still asks for its own name. */
    wrongHost: (request: IncomingMessage, response: ServerResponse): boolean =>
      !hosts.has((request.headers.host ?? '').toLowerCase()) &&
      refuse(response, 421, 'this machine is not known by that name'),

    /** Pages of the machine itself, mailbox and twins among them: for whoever sits at it, or has its key. */
    stranger(request: IncomingMessage, response: ServerResponse): boolean {
      const { method = 'GET', headers } = request
      if (isFromElsewhere({ method, headers }, `http://${headers.host}`))
        return refuse(response, 403, 'the request comes from another site')
      if (key === undefined || sameSecret(cookieOf(request), key)) return false
      const url = new URL(request.url ?? '/', 'http://machine')
      const isHere = own.has((request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''))
      if (isHere && (!proxied || platformCall.test(url.pathname))) return false
      if (!sameSecret(url.searchParams.get('key') ?? '', key))
        return refuse(response, 403, 'open this page with ?key=…, as printed where the machine was started')
      url.searchParams.delete('key')
      response.writeHead(303, {
        location: `${url.pathname}${url.search}`,
        'set-cookie': `${keyCookie}=${key}; HttpOnly; SameSite=Strict; Path=/`,
      })
      response.end()
      return true
    },
  }
}

export type Visitors = ReturnType<typeof visitors>
