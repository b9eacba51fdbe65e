import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import { oneLine } from '../../platform/markup'
import type { Letter } from './mail'

/** What came of handing one letter to the mail server; `said` are its words, with no address in them. */
export type Delivery =
  | { kind: 'sent' }
  /** the connection broke after the letter was handed over: it may have arrived */
  | { kind: 'unknown' }
  /** this mailbox takes no such letter, and asking again changes nothing */
  | { kind: 'refused'; said: string }
  /** nothing was sent; `everybody`: the server takes no letter from us at all just now */
  | { kind: 'later'; said: string; everybody: boolean }

export interface Smtp {
  /** `handingOver` is awaited before the first byte of the letter leaves; when it fails, nothing was sent and it throws. */
  deliver(letter: Letter, handingOver?: () => Promise<void>): Promise<Delivery>
}

const connectMs = 5_000
const answerMs = 10_000

interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
  response?: string
}

const domainOf = (from: string): string => /@([^\s>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'

/** A server repeats addresses in its answers; a row or a log is no place for them. */
const withoutAddresses = (said: string) => said.slice(0, 500).replace(/[^\s<>@]{1,64}@[^\s<>]+/g, '…')

/** A 5xx to our name, password or sender is our own trouble; only one to recipient or letter is about this letter. */
const isAboutLetter = ({ code, command }: SmtpError) =>
  command === 'RCPT TO' ||
  command === 'DATA' ||
  code === 'EMESSAGE' ||
  (code === 'EENVELOPE' && command === 'API')

/** The server closes the door (421), or said nothing at all. */
const isAboutServer = (error: SmtpError) =>
  error.responseCode === undefined || error.responseCode === 421 || !isAboutLetter(error)

/** What was typed to prove who we are is repeated by some servers: of that only the number is told. */
const wordsOf = ({ code, response, responseCode, message }: SmtpError) =>
  code === 'EAUTH'
    ? `${responseCode ?? ''} our name or password was refused`.trim()
    : withoutAddresses(response ?? message)

/** nodemailer and the parser of addresses repeat one they cannot read, password and all. */
const noAddress: Delivery = {
  ...{ kind: 'later', everybody: true },
  said: 'the secret mail-url is no address of a mail server; signs like / # @ in a password are written as %2F %23 %40',
}

function answerTo(error: SmtpError, handedOver: boolean): Delivery {
  const said = wordsOf(error)
  const forGood = error.responseCode === undefined ? error.command === 'API' : error.responseCode >= 500
  if (forGood && isAboutLetter(error)) return { kind: 'refused', said }
  if (error.responseCode === undefined && handedOver) return { kind: 'unknown' }
  return { kind: 'later', said, everybody: isAboutServer(error) }
}

function transportTo(url: string) {
  if (!/^smtps?:$/.test(URL.parse(url)?.protocol ?? '')) return undefined
  return createTransport({
    url,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: answerMs,
    dnsTimeout: connectMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** Mail over SMTP; `url` is `smtp://user:password@host:port` or `smtps://…`, or a function that fetches it when needed. */
export function createSmtp({ url, from }: { url: string | (() => Promise<string>); from: string }): Smtp {
  const idOf = (local: string) => `<${local}@${domainOf(from)}>`

  return {
    async deliver(letter, handingOver = async () => undefined) {
      const transport = transportTo(typeof url === 'string' ? url : await url())
      if (!transport) return noAddress
      let handedOver = false
      let notNoted: Error | undefined
      // Read only once the server has said that it takes the letter.
      async function* noted(stream: AsyncIterable<Buffer>) {
        try {
          await handingOver()
        } catch (error) {
          notNoted = error as Error
          throw error
        }
        handedOver = true
        yield* stream
      }
      transport.use('stream', (mail, done) => {
        mail.message.processFunc((stream) =>
          Readable.from(noted(stream as AsyncIterable<Buffer>), { objectMode: false }),
        )
        done()
      })
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: letter.to },
          subject: oneLine(letter.subject),
          text: letter.text,
          html: letter.html,
          messageId: idOf(letter.messageId),
          ...(letter.thread && { inReplyTo: idOf(letter.thread), references: idOf(letter.thread) }),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
        return { kind: 'sent' }
      } catch (error) {
        if (notNoted) throw notNoted
        return answerTo(error as SmtpError, handedOver)
      } finally {
        transport.close()
      }
    },
  }
}
