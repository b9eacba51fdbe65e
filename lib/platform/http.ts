import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type * as z from 'zod'
import { hardened, rawRequestOf, requireOwnSite, type RawRequest } from './gate'
import { canonicalJson } from './ids'
import { log } from './log'
import { issueWords } from './issue-words'
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
  ProviderDown: 502,
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
  WouldStop: 409,
}

export const statusFor = (refusal: Refusal): number => statusOf[refusal.code]

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

/** Parses unknown into typed, once; a failure names each field. */
export function parsed<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  throw new Refusal(
    'InvalidRequest',
    { zh: '请求内容有误，请按下列说明修改', en: 'the request does not fit; see the details' },
    {
      details: read.error.issues.map((issue) => ({
        rule: `request.${issue.path.join('.') || 'request'}`,
        ...issueWords(issue),
      })),
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
