import type { AddressInfo, Socket } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { sha256 } from '../../lib/platform/ids'
import type { MovableClock } from '../aws/access'
import type { MailStore } from './mail-store'

/** Largest mail, in bytes. */
const maxBytes = 10 * 1024 * 1024

const listOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

/** What a mail server is told to do wrong. */
export interface MailTrouble {
  /** addresses that are refused for good, 550 */
  refuses?: string[]
  /** nobody is served now: 421 to the greeting of each connection, or the line is cut without a word */
  closed?: 'busy' | 'silent'
}

const answered = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode })

/**
 * An SMTP server that delivers everything into the store and answers 250 when it is on disk; `trouble` is asked for each
 * connection and each recipient.
 */
export async function startSmtpSink({
  store,
  clock,
  trouble,
}: {
  store: MailStore
  clock: MovableClock
  trouble: () => MailTrouble
}) {
  const deliver = async (raw: Buffer, recipients: string[], sender: string) => {
    const mail = await simpleParser(raw, { skipTextToHtml: true })
    for (const to of new Set(recipients.map((address) => address.toLowerCase())))
      await store.add({
        receivedAt: new Date(clock.now()).toISOString(),
        from: mail.from?.text ?? sender,
        to,
        subject: mail.subject ?? '',
        messageId: mail.messageId ?? `<${sha256(raw.toString('latin1')).slice(0, 32)}@without-id>`,
        ...(mail.inReplyTo && { inReplyTo: mail.inReplyTo }),
        references: listOf(mail.references),
        text: mail.text ?? '',
        ...(typeof mail.html === 'string' && { html: mail.html }),
      })
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maxBytes,
    logger: false,
    onConnect(_, done) {
      done(trouble().closed ? answered(421, 'closed for now') : undefined)
    },
    onRcptTo({ address }, _, done) {
      const isRefused = trouble().refuses?.some((one) => one.toLowerCase() === address.toLowerCase())
      done(isRefused ? answered(550, `<${address}>: no such mailbox`) : undefined)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', done)
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(answered(552, 'message too large'))
        const sender = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        deliver(
          Buffer.concat(chunks),
          session.envelope.rcptTo.map(({ address }) => address),
          sender,
        ).then(() => done(), done)
      })
    },
  })
  // A client that hangs up mid-sentence is its own trouble: it got no 250.
  server.on('error', () => undefined)
  server.server.prependListener('connection', (socket: Socket) => {
    if (trouble().closed === 'silent') socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const { port } = server.server.address() as AddressInfo

  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
