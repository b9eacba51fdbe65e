import { createTransport } from 'nodemailer'
import type { Clock } from '../../platform/clock'
import { sha256 } from '../../platform/ids'
import { oneLine } from '../../platform/markup'
import { Refusal } from '../../platform/refusal'
import type { Letters } from './letter-store'

/** One mail to one person. Ids are local parts; the transport adds the sender's domain. */
export interface Letter {
  to: string
  subject: string
  text: string
  html: string
  /** the text part with codes and the secret of links hidden: what may be kept */
  kept?: string
  /** the same for the same step, so that a repeated step is recognised as the same letter */
  messageId: string
  /** the thread this letter belongs to: all letters about one submission or one edition stand together */
  thread?: string
}

export interface Mail {
  /**
   * `sent`: the mail server took it. `unknown`: the connection broke after the letter was handed over, twice.
   * @throws Refusal `ChannelRefused` when the server says no for good (facts: recipient, response; no address in either:
   * `recipient` is the end of the letter's Message-ID)
   * @throws Error when the server could not be reached or says "later": nothing was sent, repeat the step
   */
  send(letter: Letter): Promise<'sent' | 'unknown'>
}

const connectMs = 5_000
const answerMs = 10_000

interface SmtpError extends Error {
  code?: string
  responseCode?: number
  response?: string
}

const domainOf = (from: string): string => /@([^\s>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'

/** A server repeats addresses in its answers; a log is no place for them. */
const withoutAddresses = (said: string) => said.slice(0, 500).replace(/[^\s<>@]{1,64}@[^\s<>]+/g, '…')

/** Mail over SMTP; `url` is `smtp://user:password@host:port` or `smtps://…`, or a function that fetches it when needed. */
export function createMail({ url, from }: { url: string | (() => Promise<string>); from: string }): Mail {
  const idOf = (local: string) => `<${local}@${domainOf(from)}>`

  const attempt = async (letter: Letter): Promise<'sent' | 'unknown'> => {
    const transport = createTransport({
      url: typeof url === 'string' ? url : await url(),
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      socketTimeout: answerMs,
      dnsTimeout: connectMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    let handedOver = false
    transport.use('stream', (mail, done) => {
      mail.message.processFunc((stream) => {
        handedOver = true
        return stream
      })
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
      return 'sent'
    } catch (error) {
      const { responseCode, response = '', code = '' } = error as SmtpError
      const said = withoutAddresses(response)
      if (responseCode !== undefined && responseCode >= 500)
        throw new Refusal(
          'ChannelRefused',
          {
            zh: '邮件服务器拒收这封邮件，请核对收件人的邮箱',
            en: 'the mail server refused the mail; check the address of the recipient',
          },
          { facts: { recipient: sha256(letter.to.toLowerCase()).slice(0, 12), response: said } },
        )
      // Not the error itself: it lists the recipients, and whoever logs it would too.
      if (responseCode !== undefined || !handedOver)
        throw new Error(`mail not sent: ${code} ${said || withoutAddresses((error as Error).message)}`)
      return 'unknown'
    } finally {
      transport.close()
    }
  }

  return {
    // A letter twice under one Message-ID harms nobody, a letter lost does: so unknown is tried once more.
    send: async (letter) => ((await attempt(letter)) === 'sent' ? 'sent' : attempt(letter)),
  }
}

/** Keeps a copy of every letter that belongs to a thread, after it was sent: nothing is archived that never left. */
export const keepingMail = (mail: Mail, letters: Pick<Letters, 'keep'>, clock: Clock): Mail => ({
  async send(letter) {
    const outcome = await mail.send(letter)
    const { messageId, to, subject, kept, thread } = letter
    if (thread && kept !== undefined)
      await letters.keep(thread, {
        messageId,
        to,
        subject,
        text: kept,
        outcome,
        at: clock.now().toISOString(),
      })
    return outcome
  },
})
