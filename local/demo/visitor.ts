import { randomUUID } from 'node:crypto'

/** A mail as the mailbox page lists it. */
export interface ReadMail {
  id: string
  to: string
  subject: string
  text: string
}

/** An answer of the portal that was not what a person hoped for. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly body: unknown,
  ) {
    super(`${status} ${code}: ${message}`)
    this.name = 'Refused'
  }
}

interface ErrorBody {
  error?: { code?: string; message?: { zh?: string } }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Looks again until `look` finds something; says what was waited for when it never comes. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined>,
  withinMs = 60_000,
): Promise<T> {
  const until = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > until) throw new Error(`waited ${withinMs} ms for ${what}`)
    await pause(100)
  }
}

/** The mails one address has received, oldest first. */
export async function mailsOf(url: string, address: string): Promise<ReadMail[]> {
  const answer = await fetch(`${url}/mailbox.json?to=${encodeURIComponent(address)}`)
  return (await answer.json()) as ReadMail[]
}

/** A person with a browser and a mailbox: signs in by mailed code, then speaks the portal's JSON API. */
export function visitor(url: string, email: string) {
  const jar = new Map<string, string>()
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

  const call = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        origin: url,
        cookie: cookie(),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
    })
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';')[0]!.split('=')
      jar.set(name, value)
    }
    const text = await answer.text()
    const read = text ? (JSON.parse(text) as ErrorBody) : {}
    if (answer.ok) return read as T
    throw new Refused(answer.status, read.error?.code ?? '', read.error?.message?.zh ?? text, read)
  }

  return {
    email,
    mails: () => mailsOf(url, email),
    get: <T>(path: string) => call<T>('GET', path),
    put: <T>(path: string, body: unknown) => call<T>('PUT', path, body),
    delete: <T>(path: string) => call<T>('DELETE', path),
    post: <T>(path: string, body: unknown = {}, key: string = randomUUID()) =>
      call<T>('POST', path, body, { 'idempotency-key': key }),
    cookie,

    async signIn(): Promise<void> {
      const before = (await mailsOf(url, email)).length
      await call('POST', '/api/sign-in', { email })
      const mail = await eventually(
        `a sign-in code for ${email}`,
        // Other mail may come at the same moment.
        async () => (await mailsOf(url, email)).slice(before).find(({ subject }) => subject.includes('登录')),
      )
      await call('POST', '/api/sign-in/confirm', { email, code: codeIn(mail) })
    },
  }
}

export type Visitor = ReturnType<typeof visitor>

/** The short code printed in a mail. */
export function codeIn(mail: ReadMail): string {
  const code = /(?<!\d)(?:\d{6}|\d{10})(?!\d)/.exec(mail.text)?.[0]
  if (!code) throw new Error(`no code in “${mail.subject}”`)
  return code
}

/** The link to a decision page printed in a mail. */
export function linkIn(mail: ReadMail): string {
  const link = /https?:\/\/\S+\/d\/[\w-]+/.exec(mail.text)?.[0]
  if (!link) throw new Error(`no link in “${mail.subject}”`)
  return link
}
