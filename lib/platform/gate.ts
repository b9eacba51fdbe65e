import type { HttpAnswer, HttpEvent } from './http'
import { isFromElsewhere } from './origin'
import { Refusal } from './refusal'

/**
 * The front gate, the same before every door and in this order: who sent it (Origin, Fetch-Metadata), how much it is, how
 * deep, and only then what it says. Why none of it is middy's own: docs/decisions/0038.
 */

const securityHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=63072000',
  'x-robots-tag': 'noindex',
}

/** Every answer leaves with these, a refusal and a bug too. */
export const hardened = {
  after: (request: { response?: unknown }) => {
    const answer = request.response as HttpAnswer
    answer.headers = { ...securityHeaders, ...answer.headers }
  },
  onError: (request: { response?: unknown }) => {
    const answer = request.response as HttpAnswer
    answer.headers = { ...securityHeaders, ...answer.headers }
  },
}

/** What a door reads of a request: each part parsed by the door's schema, unknown fields refused. */
export interface RawRequest {
  method: string
  path: Record<string, string | undefined>
  query: Record<string, string | undefined>
  headers: Record<string, string | undefined>
  cookies: Record<string, string>
  body: unknown
  sourceIp: string
}

const cookiesOf = (event: HttpEvent): Record<string, string> =>
  Object.fromEntries(
    (event.cookies ?? []).map((cookie) => {
      const cut = cookie.indexOf('=')
      return [cookie.slice(0, cut).trim(), cookie.slice(cut + 1)]
    }),
  )

/** A version's text in JSON, an article of 100,000 signs, is below 700 KB; nothing a person types is larger. */
const defaultBodyBytes = 1_048_576
/** The deepest body a door of ours takes has 6. */
const maxDepth = 32

/** Before parsing: what is deeper than any request is not worth building. Signs within strings do not count. */
function requireShallow(text: string): void {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (quoted) {
      if (sign === '\\') at++
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '{' || sign === '[') depth++
    else if (sign === '}' || sign === ']') depth--
    if (depth > maxDepth)
      throw new Refusal('InvalidRequest', { zh: '请求正文嵌套太深', en: 'the body is nested too deeply' })
  }
}

function bodyOf(event: HttpEvent, maxBytes = defaultBodyBytes): unknown {
  if (event.body === undefined || event.body === '') return undefined
  const bytes = Buffer.byteLength(event.body, event.isBase64Encoded ? 'base64' : 'utf8')
  if (bytes > maxBytes)
    throw new Refusal(
      'TooLarge',
      { zh: `请求正文超过 ${maxBytes} 字节`, en: `the body is larger than ${maxBytes} bytes` },
      { facts: { maxBytes } },
    )
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body
  const type = event.headers['content-type'] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text))
  if (!type.startsWith('application/json')) return text
  requireShallow(text)
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('InvalidRequest', { zh: '请求正文不是有效的 JSON', en: 'the body is not valid JSON' })
  }
}

export function rawRequestOf(event: HttpEvent, maxBytes?: number): RawRequest {
  return {
    method: event.requestContext.http.method,
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    cookies: cookiesOf(event),
    body: bodyOf(event, maxBytes),
    sourceIp: event.requestContext.http.sourceIp,
  }
}

/** Nobody's browser changes anything here because another site's page says so: not in a session, nor by beginning one. */
export function requireOwnSite(
  event: HttpEvent,
  { formsAreSealed }: { formsAreSealed?: boolean | undefined },
): void {
  const { headers, requestContext } = event
  const own = process.env['PUBLIC_URL']
  const request = { method: requestContext.http.method, headers }
  if (!isFromElsewhere(request, own ? new URL(own).origin : '', { nullIsOwn: formsAreSealed })) return
  throw new Refusal('NotAllowed', {
    zh: '请求来自其他网站，已拒绝',
    en: 'the request comes from another site; refused',
  })
}

/** A cookie rides along with forged requests: what names no origin must carry JSON, which forms cannot. */
export function requireNoForm({ method, headers }: RawRequest): void {
  if (['GET', 'HEAD'].includes(method)) return
  const named = headers['origin'] ?? headers['sec-fetch-site']
  if (named !== undefined || (headers['content-type'] ?? '').startsWith('application/json')) return
  throw new Refusal('NotAllowed', {
    zh: '请求来自其他网站，已拒绝',
    en: 'the request comes from another site; refused',
  })
}
