import * as z from 'zod'
import { delayedCode, mayHavePosted, weiboRefusal } from './error-codes'
import type { WeiboOutcome, WeiboUnknownCause } from './outcome'

export type WeiboFetch = typeof globalThis.fetch

export interface WeiboLine {
  fetch: WeiboFetch
  /** `https://api.weibo.com`, or the twin's address */
  baseUrl: string
  /** of one call */
  timeoutMs: number
}

export interface WeiboCall<T extends z.ZodType> {
  /** e.g. `/2/statuses/share.json` */
  path: string
  method: 'GET' | 'POST'
  /** query of a GET, form of a POST; FormData when a picture goes with it */
  fields: Record<string, string> | FormData
  answer: T
  /** what makes a post: after a failure on Weibo's side it may stand, so that is unknown, not refused */
  posts?: true
}

// `error_code` is a number in live replies and a string in the wiki (sheet, 6).
const Failure = z.object({ error_code: z.coerce.number().int(), error: z.string().default('') })

const unknown = (cause: WeiboUnknownCause, detail: string) => ({ kind: 'unknown' as const, cause, detail })

/** JSON whose integers of 16 digits and more are read as text: ids outgrow a JavaScript number. */
export const parseWithLongIds = (json: string): unknown =>
  JSON.parse(
    json.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (part) =>
      part.startsWith('"') ? part : `"${part}"`,
    ),
  )

function requestOf(line: WeiboLine, { path, method, fields }: Omit<WeiboCall<z.ZodType>, 'answer'>) {
  const url = new URL(`${line.baseUrl.replace(/\/$/, '')}${path}`)
  if (fields instanceof FormData) return { url, body: fields }
  if (method === 'POST') return { url, body: new URLSearchParams(fields) }
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value)
  return { url, body: undefined }
}

/** One call, once: time limit, error bodies under any HTTP status, every doubt named. Never throws for what Weibo does. */
export async function call<T extends z.ZodType>(
  line: WeiboLine,
  wanted: WeiboCall<T>,
): Promise<WeiboOutcome<z.output<T>>> {
  // Made outside the try: a malformed base URL is a bug, not a doubt about Weibo.
  const { url, body } = requestOf(line, wanted)
  let status: number
  let text: string
  try {
    const response = await line.fetch(url, {
      method: wanted.method,
      body,
      signal: AbortSignal.timeout(line.timeoutMs),
      redirect: 'manual',
    })
    status = response.status
    text = await response.text()
  } catch (error) {
    // fetch throws Errors only; the URL may carry the token, so no more than the error's own words go out.
    const { name, message, cause } = error as Error
    if (name === 'TimeoutError') return unknown('timeout', `no answer within ${line.timeoutMs} ms`)
    return unknown('connection', cause ? `${message}: ${(cause as Error).message}` : message)
  }

  let json: unknown
  try {
    json = parseWithLongIds(text)
  } catch {
    return status === 200
      ? unknown('unreadable', `not JSON, ${text.length} characters`)
      : unknown('http-status', `HTTP ${status}`)
  }
  const failure = Failure.safeParse(json)
  if (failure.success) {
    const { error_code, error } = failure.data
    if (error_code === delayedCode) return unknown('delayed', error)
    if (wanted.posts && (mayHavePosted(error_code) || status >= 500))
      return unknown('system-error', `${error_code} ${error}`)
    return { kind: 'refused', refusal: weiboRefusal(error_code, error) }
  }
  if (status !== 200) return unknown('http-status', `HTTP ${status}`)
  const value = wanted.answer.safeParse(json)
  if (!value.success) return unknown('unreadable', z.prettifyError(value.error))
  return { kind: 'done', value: value.data }
}
