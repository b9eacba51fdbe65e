import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { MovableClock } from '../aws/access'
import { listPage } from './list-page'
import { mailFrame, mailPage, missingPage } from './mail-page'
import { openMailStore } from './mail-store'
import { startSmtpSink, type MailTrouble } from './smtp-sink'
import type { Mail } from './stored-mail'

export interface Mailbox {
  /** where functions send mail: `smtp://127.0.0.1:<port>` */
  smtpUrl: string
  /** Answers `/mailbox…`; false when the request is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  /** all mails in order of arrival */
  messages(): Mail[]
  /** For tests and rehearsals: what the mail server does wrong from now on; `{}` ends it. */
  trouble(how: MailTrouble): void
  /** Closes the SMTP server and waits for what is being written. */
  close(): Promise<void>
}

const pagePolicy =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/** The mail itself: nothing is fetched, nothing runs, links open outside the frame. */
const framePolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'self'"

function answer(response: ServerResponse, status: number, type: string, policy: string, body: string): true {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  response.end(body)
  return true
}

/** The mailboxes of everybody on this machine: SMTP in, a small webmail and JSON out, mails on disk in `dir`. */
export async function createMailbox({ dir, clock }: { dir: string; clock: MovableClock }): Promise<Mailbox> {
  const store = await openMailStore(dir)
  let wrong: MailTrouble = {}
  const sink = await startSmtpSink({ store, clock, trouble: () => wrong })
  const style = readFileSync(join(__dirname, 'style.css'), 'utf8')

  const addressed = (to: string) => store.all().filter((mail) => to === '' || mail.to === to)

  async function oneMail(response: ServerResponse, id: string, part: string | undefined, tab: string) {
    const mail = store.withId(id)
    if (!mail) return answer(response, 404, 'text/html', pagePolicy, missingPage())
    if (part === 'html') return answer(response, 200, 'text/html', framePolicy, mailFrame(mail))
    await store.markRead(id)
    return answer(response, 200, 'text/html', pagePolicy, mailPage(mail, tab))
  }

  return {
    smtpUrl: sink.url,
    messages: store.all,
    trouble: (how) => void (wrong = how),

    async handle(request, response) {
      const url = new URL(request.url ?? '/', 'http://mailbox')
      if (!/^\/mailbox(\.json|\/|$)/.test(url.pathname)) return false
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return answer(response, 405, 'text/plain', pagePolicy, 'GET only')
      const to = (url.searchParams.get('to') ?? '').trim().toLowerCase()
      if (url.pathname === '/mailbox.json')
        return answer(response, 200, 'application/json', pagePolicy, JSON.stringify(addressed(to)))
      if (url.pathname === '/mailbox/style.css') return answer(response, 200, 'text/css', pagePolicy, style)
      const [, id, part] = /^\/mailbox\/([0-9a-f]{20})(?:\/(html))?$/.exec(url.pathname) ?? []
      if (id) return oneMail(response, id, part, url.searchParams.get('tab') ?? '')
      if (/^\/mailbox\/?$/.test(url.pathname))
        return answer(response, 200, 'text/html', pagePolicy, listPage(store.all(), to))
      return answer(response, 404, 'text/html', pagePolicy, missingPage())
    },

    async close() {
      await sink.close()
      await store.settled()
    },
  }
}
