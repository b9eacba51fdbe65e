import * as z from 'zod'
import { meaningOf } from './error-codes'
import type { Outcome, UnknownCause, WechatRefusal } from './outcome'

export type WechatFetch = typeof globalThis.fetch

export interface WechatCall<T extends z.ZodType> {
  /** e.g. `/cgi-bin/draft/add` */
  path: string
  query: Record<string, string>
  /** an object is sent as raw UTF-8 JSON, a string is JSON already; nothing makes it a GET */
  body?: object | string | FormData
  answer: T
  stage: 'token' | 'call'
  /** -1 says nothing about whether it was done; on calls safe to repeat it is an ordinary refusal */
  safeToRepeat: boolean
}

export interface Line {
  fetch: WechatFetch
  baseUrl: string
  timeoutMs: number
}

// Success replies often carry no errcode at all (sheet, 1): absent means 0.
const Envelope = z.object({
  errcode: z.number().int().default(0),
  errmsg: z.string().default(''),
  msg_id: z.union([z.string(), z.number()]).optional(),
})

const unknown = (cause: UnknownCause, detail: string) => ({ kind: 'unknown' as const, cause, detail })

/** `… rid: 69a70460-6bf4a67d-1d99f982`, older `… hint: [xxxx]`, sometimes both. */
function takeApart(errmsg: string) {
  const rid = /\brid: ?([0-9a-f-]+)/i.exec(errmsg)?.[1]
  const words = errmsg.replace(/\s*\b(rid: ?[0-9a-f-]+|hint: ?\[[^\]]*\])/gi, '').trim()
  return { words, rid, ip: /invalid ip ([0-9a-fA-F.:]+)/.exec(errmsg)?.[1] }
}

export function refusalOf(
  { errcode, errmsg, msg_id }: z.infer<typeof Envelope>,
  stage: 'token' | 'call',
): WechatRefusal {
  const { words, rid, ip } = takeApart(errmsg)
  const meaning = meaningOf(errcode, stage)
  return {
    errcode,
    errmsg: words,
    stage,
    class: meaning.class,
    advice: ip ? { zh: `${meaning.advice.zh}：${ip}`, en: `${meaning.advice.en}: ${ip}` } : meaning.advice,
    ...(rid && { rid }),
    ...(ip && { ip }),
    ...(msg_id !== undefined && { msgId: String(msg_id) }),
  }
}

/** A 64-bit msg_id would lose digits in a JavaScript number, so ids are read as text. */
const withTextIds = (json: string) => json.replace(/("msg_(?:data_)?id"\s*:\s*)(\d+)/g, '$1"$2"')

/** One call, once: time limit, HTTP 200 with errcode, and every doubt named. Never throws for what WeChat does. */
export async function call<T extends z.ZodType>(
  line: Line,
  { path, query, body, answer, stage, safeToRepeat }: WechatCall<T>,
): Promise<Outcome<z.output<T>>> {
  // Made outside the try: a malformed base URL is a bug, not a doubt about WeChat.
  const url = new URL(`${line.baseUrl.replace(/\/$/, '')}${path}?${new URLSearchParams(query).toString()}`)
  const form = body instanceof FormData
  let text: string
  try {
    const response = await line.fetch(url, {
      method: body ? 'POST' : 'GET',
      // JSON.stringify leaves Chinese as it is; \uXXXX would be stored literally or refused (sheet, 1).
      body: form || typeof body === 'string' ? body : body && JSON.stringify(body),
      headers: body && !form ? { 'content-type': 'application/json; charset=utf-8' } : {},
      signal: AbortSignal.timeout(line.timeoutMs),
      redirect: 'manual',
    })
    text = await response.text()
    if (response.status !== 200) return unknown('http-status', `HTTP ${response.status}`)
  } catch (error) {
    // fetch throws Errors only; the URL carries the token, so no more than the error's own words go out.
    const { name, message, cause } = error as Error
    if (name === 'TimeoutError') return unknown('timeout', `no answer within ${line.timeoutMs} ms`)
    return unknown('connection', cause ? `${message}: ${(cause as Error).message}` : message)
  }

  let json: unknown
  try {
    json = JSON.parse(withTextIds(text))
  } catch {
    return unknown('unreadable', `not JSON, ${text.length} characters`)
  }
  const envelope = Envelope.safeParse(json)
  if (!envelope.success) return unknown('unreadable', z.prettifyError(envelope.error))
  if (envelope.data.errcode === -1 && !safeToRepeat) return unknown('system-error', envelope.data.errmsg)
  if (envelope.data.errcode !== 0) return { kind: 'refused', refusal: refusalOf(envelope.data, stage) }
  const value = answer.safeParse(json)
  if (!value.success) return unknown('unreadable', z.prettifyError(value.error))
  return { kind: 'done', value: value.data }
}
