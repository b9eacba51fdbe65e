import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type * as z from 'zod'
import { canonicalJson } from './ids'
import { log } from './log'
import { isFromElsewhere } from './origin'
import { isRefusal, Refusal, type RefusalCode } from './refusal'

export type HttpEvent = APIGatewayProxyEventV2
export type HttpAnswer = APIGatewayProxyStructuredResultV2

/** The one place where refusals become HTTP statuses. */
const statusOf: Record<RefusalCode, number> = {
  InvalidRequest: 400,
  TooLarge: 413,
  NotSignedIn: 401,
  NotAllowed: 403,
  NotFound: 404,
  PolicyRefused: 422,
  WrongState: 409,
  KeyReused: 409,
  InProgress: 409,
  TooManyAttempts: 429,
  CodeWrong: 403,
  SignInRefused: 403,
  PageStale: 409,
  LinkUnknown: 404,
  LinkExpired: 410,
  LinkLocked: 423,
  AlreadyDecided: 409,
  NotAsked: 403,
  SameHand: 403,
  ContentChanged: 409,
  NothingToAsk: 422,
  MediaMissing: 409,
  UploadGone: 410,
  DayAlreadyClaimed: 409,
  NotTested: 409,
  NotConfirmed: 409,
  SendUnknown: 409,
  ChannelRefused: 502,
  LoanNotOpen: 409,
  LoanOver: 409,
  LoanRecalled: 409,
  LoanSpent: 409,
  NotBorrower: 403,
  BorrowerLeft: 403,
  RemovalAsked: 409,
  AlreadyRemoved: 410,
}

export const statusFor = (refusal: Refusal): number => statusOf[refusal.code]

const securityHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000',
  'x-robots-tag': 'noindex',
}

export const json = (statusCode: number, body: unknown, more: Partial<HttpAnswer> = {}): HttpAnswer => ({
  statusCode,
  ...more,
  headers: { 'content-type': 'application/json; charset=utf-8', ...more.headers },
  body: JSON.stringify(body),
})

/** A page's answer; `imageHosts` are the only other hosts its pictures and videos may come from. */
export const html = (
  statusCode: number,
  body: string,
  mediaHosts: string[] = [],
  more: Partial<HttpAnswer> = {},
): HttpAnswer => ({
  statusCode,
  ...more,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      // Articles carry inline styles: it is all WeChat keeps. Scripts have no source at all.
      "style-src-attr 'unsafe-inline'",
      `img-src ${["'self'", 'data:', ...mediaHosts].join(' ')}`,
      `media-src ${["'self'", ...mediaHosts].join(' ')}`,
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    ...more.headers,
  },
  body,
})

export const seeOther = (location: string, more: Partial<HttpAnswer> = {}): HttpAnswer => ({
  statusCode: 303,
  ...more,
  headers: { location, ...more.headers },
  body: '',
})

const asJson = (refusal: Refusal): HttpAnswer =>
  json(statusFor(refusal), {
    error: { code: refusal.code, message: refusal.said, details: refusal.details, facts: refusal.facts },
  })

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

/** Parses unknown into typed, once; a failure names each field. */
export function parsed<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  throw new Refusal(
    'InvalidRequest',
    { zh: '请求内容有误，请按下列说明修改', en: 'the request does not fit; see the details' },
    {
      details: read.error.issues.map((issue) => {
        const field = issue.path.join('.') || 'request'
        return {
          rule: `request.${field}`,
          message: {
            zh: `字段 ${field} 不符合要求：${issue.message}`,
            en: `field ${field}: ${issue.message}`,
          },
          remedy: { zh: `请更正 ${field}`, en: `correct ${field}` },
        }
      }),
    },
  )
}

/** Turns refusals into answers (by `asPage` for people, JSON otherwise); anything else is logged and a 500. */
const refusals = (asPage?: (refusal: Refusal) => HttpAnswer) => ({
  onError: (request: { error: unknown; response?: unknown }) => {
    if (isRefusal(request.error)) {
      request.response = asPage ? asPage(request.error) : asJson(request.error)
      return
    }
    log.error('request failed', request.error as Error)
    request.response = json(500, {
      error: {
        code: 'Bug',
        message: { zh: '系统出错，已记录', en: 'something broke here; it was logged' },
        details: [],
        facts: {},
      },
    })
  },
})

const hardened = {
  after: (request: { response?: unknown }) => {
    const answer = request.response as HttpAnswer
    answer.headers = { ...securityHeaders, ...answer.headers }
  },
  onError: (request: { response?: unknown }) => {
    const answer = request.response as HttpAnswer
    answer.headers = { ...securityHeaders, ...answer.headers }
  },
}

export interface DoorOptions {
  /** how a refusal is shown when people, not programs, knock */
  asPage?: (refusal: Refusal) => HttpAnswer
  /** what a program gets for a yes: the shape in docs/openapi.json, held to on one machine and in tests */
  answer?: z.ZodType
  /** content type of a yes that is a file */
  file?: string
  /** largest body, default 1 MB */
  maxBytes?: number
  /** its forms carry something nobody else knows, on pages that keep their address to themselves */
  formsAreSealed?: boolean
}

/** What a door takes and gives; docs/openapi.json is made from it. */
export interface Speaks {
  /** an object of `path`, `query`, `headers`, `body`, as far as the door reads them */
  request: z.ZodType
  answer?: z.ZodType
  file?: string
  /** one of these is needed; empty for anybody signed in, absent for everybody */
  roles?: string[]
}

/** Tells what a door speaks, beside the door itself. */
export const speaking = <Door extends object>(door: Door, speaks: Speaks): Door & { speaks: Speaks } =>
  Object.assign(door, { speaks })

/**
 * Throws unless the answer is what the door says it gives, nothing missing and nothing more: a document made from the
 * schema then cannot lie. Where people work it would only turn an answer into an error, so it is asked on one machine.
 */
function requirePromised(promise: z.ZodType, { body }: HttpAnswer): void {
  const told: unknown = JSON.parse(body ?? 'null')
  const read = promise.safeParse(told)
  if (!read.success) throw new Error(`the answer is not what the door promises: ${read.error.message}`)
  if (canonicalJson(read.data) !== canonicalJson(told))
    throw new Error(`the answer says more than the door promises: ${canonicalJson(told).slice(0, 500)}`)
}

/** Nobody's browser changes anything here because another site's page says so: not in a session, nor by beginning one. */
function requireOwnSite(event: HttpEvent, { formsAreSealed }: DoorOptions): void {
  const { headers, requestContext } = event
  const own = process.env['PUBLIC_URL']
  const request = { method: requestContext.http.method, headers }
  if (!isFromElsewhere(request, own ? new URL(own).origin : '', { nullIsOwn: formsAreSealed })) return
  throw new Refusal('NotAllowed', {
    zh: '请求来自其他网站，已拒绝',
    en: 'the request comes from another site; refused',
  })
}

/** The HTTP door: unknown in, answer out; security headers, refusals and bugs handled alike behind every route. */
export function http(handle: (request: RawRequest) => Promise<HttpAnswer>, options: DoorOptions = {}) {
  return middy<HttpEvent, HttpAnswer>()
    .use(hardened)
    .use(refusals(options.asPage))
    .handler(async (event: HttpEvent) => {
      requireOwnSite(event, options)
      const answer = await handle(rawRequestOf(event, options.maxBytes))
      if (options.answer && process.env['STAGE'] === 'local') requirePromised(options.answer, answer)
      return answer
    })
}
