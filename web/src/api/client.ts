import type { Bilingual } from '../language'

export interface Detail {
  rule: string
  article?: string
  limit?: string | number
  seen?: string | number
  message: Bilingual
  remedy: Bilingual
}

/** A no of the API with its reason in both languages; `status` 0 never occurs: that is a plain network error. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly said: Bilingual,
    readonly details: Detail[],
    readonly facts: Record<string, unknown>,
  ) {
    super(`${said.zh} / ${said.en}`)
    this.name = 'ApiRefusal'
  }
}

/**
 * Whether the service looked at the wish and said no. After anything else - a line that broke, a gateway that gave up, a
 * session that has ended, too many calls - the same wish may have been done or may be taken the next time.
 */
export const hasDecided = (error: unknown): error is ApiRefusal =>
  error instanceof ApiRefusal && error.status < 500 && ![401, 408, 429].includes(error.status)

interface ErrorBody {
  error?: { code: string; message: Bilingual; details: Detail[]; facts: Record<string, unknown> }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/**
 * One call of the JSON API. `key` makes a repeat harmless: keep it for as long as one wish lives, not for one click.
 * Throws ApiRefusal for a no, and the browser's own error when nothing came back.
 */
export async function call<T>(
  method: Method,
  path: string,
  body?: unknown,
  { key }: { key?: string } = {},
): Promise<T> {
  const response = await fetch(`/api${path}`, {
    method,
    headers: {
      accept: 'application/json',
      // Also without a body: a form of another site cannot send this header.
      ...(method !== 'GET' && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer = (await response.json().catch(() => ({}))) as T & ErrorBody
  if (response.ok) return answer
  throw refusalOf(response.status, answer)
}

/** The gateway's own refusal of too many requests at once comes before any door, and has no words of ours. */
const crowded: Bilingual = {
  zh: '现在请求太多，请等几秒再试',
  en: 'too many requests at the moment; wait a few seconds and try again',
}

const refusalOf = (status: number, { error }: ErrorBody): ApiRefusal =>
  new ApiRefusal(
    status,
    error?.code ?? 'Unreadable',
    error?.message ??
      (status === 429 ? crowded : undefined) ?? {
        zh: `服务没有正常回答（${status}），请稍后再试`,
        en: `the service gave no proper answer (${status}); try again soon`,
      },
    error?.details ?? [],
    error?.facts ?? {},
  )

/** A file the API makes, saved under the name it gives; a refusal is thrown in words instead of being opened as a page. */
export async function download(path: string): Promise<void> {
  const response = await fetch(`/api${path}`)
  if (!response.ok) throw refusalOf(response.status, (await response.json().catch(() => ({}))) as ErrorBody)
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = decodeURIComponent(named ?? '')
  link.click()
  // The browser has begun to read it by the time of the next task.
  setTimeout(() => URL.revokeObjectURL(url))
}

/** A key for one wish of a person, e.g. one press of “submit” however often it is repeated. */
export const newKey = (): string =>
  // Not randomUUID: it is missing where a pilot runs on http in the company's own network.
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
