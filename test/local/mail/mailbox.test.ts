import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Letter } from '../../../lib/channels/mail/mail'
import { createSmtp } from '../../../lib/channels/mail/smtp'
import { createMailbox, type Mailbox } from '../../../local/mail/mailbox'

const from = '签发 Qianfa <qianfa@example.com>'
const clock = { now: () => Date.parse('2026-11-23T09:05:00Z'), onMove: () => () => undefined }
const letter = (more: Partial<Letter> = {}): Letter => ({
  to: 'wang.lei@jiangnan.example',
  subject: '【签发】请审批：新品发布',
  text: '验证码：482913\n\nhttp://127.0.0.1:4000/d/abc\n',
  html: '<html><head><title>x</title></head><body><p>请审批</p><a href="http://127.0.0.1:4000/d/abc">打开</a></body></html>',
  messageId: 'ask.1.v1',
  thread: 'submission.1',
  ...more,
})

let dir: string
let mailbox: Mailbox
let server: Server
let base: string
const send = (more?: Partial<Letter>) => createSmtp({ url: mailbox.smtpUrl, from }).deliver(letter(more))
const page = async (path: string) => {
  const answer = await fetch(`${base}${path}`)
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-mail-'))
  mailbox = await createMailbox({ dir, clock })
  server = createServer((request, response) => {
    void mailbox.handle(request, response).then((handled) => {
      if (!handled) response.writeHead(421).end('not for the mailbox')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await mailbox.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('the mailbox', () => {
  it('takes a letter over SMTP and answers it as JSON, oldest first, by recipient', async () => {
    expect(await send()).toEqual({ kind: 'sent' })
    await send({ to: 'li.na@jiangnan.example', messageId: 'other' })
    await send({ messageId: 'ask.1.v1.again', subject: '催办' })
    const mails = JSON.parse((await page('/mailbox.json?to=Wang.Lei@jiangnan.example')).text)
    expect(mails.map((mail: { subject: string }) => mail.subject)).toEqual([
      '【签发】请审批：新品发布',
      '催办',
    ])
    expect(mails[0]).toMatchObject({
      to: 'wang.lei@jiangnan.example',
      from: '"签发 Qianfa" <qianfa@example.com>',
      messageId: '<ask.1.v1@example.com>',
      inReplyTo: '<submission.1@example.com>',
      references: ['<submission.1@example.com>'],
      receivedAt: '2026-11-23T09:05:00.000Z',
      text: '验证码：482913\n\nhttp://127.0.0.1:4000/d/abc\n',
      read: false,
    })
    expect(JSON.parse((await page('/mailbox.json')).text)).toHaveLength(3)
  })

  it('keeps a letter once per recipient however often it is sent, also at the same moment', async () => {
    await Promise.all([send(), send(), send()])
    await send()
    await send({ to: 'li.na@jiangnan.example' })
    expect(mailbox.messages().map(({ to }) => to)).toEqual([
      'wang.lei@jiangnan.example',
      'li.na@jiangnan.example',
    ])
    expect(readdirSync(dir)).toHaveLength(2)
  })

  it('keeps mails, their order and what was read over a restart', async () => {
    await send()
    await send({ messageId: 'second', subject: '第二封' })
    const [first] = mailbox.messages()
    await page(`/mailbox/${first!.id}`)
    await mailbox.close()
    mailbox = await createMailbox({ dir, clock })
    await send({ messageId: 'third', subject: '第三封' })
    expect(mailbox.messages().map(({ seq, subject, read }) => [seq, subject, read])).toEqual([
      [1, '【签发】请审批：新品发布', true],
      [2, '第二封', false],
      [3, '第三封', false],
    ])
  })

  it('sweeps away what a killed process had half written', async () => {
    await send()
    await mailbox.close()
    writeFileSync(join(dir, '00000002-0123456789abcdef0123.json.tmp'), '{"id":')
    mailbox = await createMailbox({ dir, clock })
    expect(mailbox.messages()).toHaveLength(1)
    expect(readdirSync(dir)).toHaveLength(1)
  })

  it('lists unread before read and newer before older, grouped by recipient', async () => {
    for (const n of ['one', 'two', 'three']) await send({ messageId: n, subject: `subject ${n}` })
    await send({ messageId: 'x', to: 'li.na@jiangnan.example', subject: 'for Li Na' })
    await page(`/mailbox/${mailbox.messages()[2]!.id}`)
    const { text } = await page('/mailbox')
    const order = ['for Li Na', 'subject two', 'subject one', 'subject three'].map((subject) =>
      text.indexOf(subject),
    )
    expect(order.every((at) => at > 0)).toBe(true)
    expect([...order].sort((a, b) => a - b)).toEqual(order)
    const found = (await page('/mailbox?to=li.na')).text
    expect(found).toContain('for Li Na')
    expect(found).not.toContain('subject two')
  })

  it('shows the HTML part in a frame that runs nothing, fetches nothing and opens links outside', async () => {
    await send({
      html: '<html><head></head><body><script>alert(1)</script><a href="https://x.example">x</a></body></html>',
    })
    const { id } = mailbox.messages()[0]!
    const shown = await page(`/mailbox/${id}`)
    expect(shown.text).toContain(`src="/mailbox/${id}/html"`)
    expect(shown.text).not.toContain('alert(1)')
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
    const frame = await page(`/mailbox/${id}/html`)
    const policy = frame.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';/)
    expect(policy).not.toContain('allow-scripts')
    expect(frame.text).toContain('<head><base target="_blank">')
  })

  it('shows the text part with working links and escapes everything', async () => {
    await send({
      subject: '<img src=x onerror=alert(1)>',
      text: '<b>bold</b> http://127.0.0.1:4000/d/abc"onclick',
      to: "o'neil@jiangnan.example",
    })
    const { id } = mailbox.messages()[0]!
    const { text } = await page(`/mailbox/${id}?tab=text`)
    expect(text).toContain('&lt;b&gt;bold&lt;/b&gt;')
    expect(text).toContain('<a href="http://127.0.0.1:4000/d/abc" target="_blank" rel="noreferrer">')
    expect(text + (await page('/mailbox')).text).not.toContain('<img')
  })

  it('leaves other addresses to others and refuses what is no question', async () => {
    expect((await page('/mailboxes')).status).toBe(421)
    expect((await page('/mailbox/0123456789abcdef0123')).status).toBe(404)
    expect((await page('/mailbox/../../etc/passwd')).status).toBe(421)
    expect((await fetch(`${base}/mailbox`, { method: 'POST' })).status).toBe(405)
  })
})

describe('a mail server in trouble', () => {
  it('refuses one mailbox for good, everybody for a while, or says nothing, until it is told to stop', async () => {
    mailbox.trouble({ refuses: ['Wang.Lei@jiangnan.example'] })
    expect(await send()).toEqual({ kind: 'refused', said: expect.stringContaining('550') })
    expect(await send({ to: 'li.na@jiangnan.example' })).toEqual({ kind: 'sent' })
    mailbox.trouble({ closed: 'busy' })
    expect(await send()).toMatchObject({
      kind: 'later',
      everybody: true,
      said: expect.stringContaining('421'),
    })
    mailbox.trouble({ closed: 'silent' })
    expect(await send()).toMatchObject({ kind: 'later', everybody: true })
    mailbox.trouble({})
    expect(await send()).toEqual({ kind: 'sent' })
    expect(mailbox.messages().map(({ to }) => to)).toEqual([
      'li.na@jiangnan.example',
      'wang.lei@jiangnan.example',
    ])
  })
})

describe('a killed mailbox', () => {
  const started = (folder: string) =>
    new Promise<{ child: ChildProcess; url: string }>((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'child.ts'), folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      child.stdout!.once('data', (line: Buffer) => resolve({ child, url: line.toString().trim() }))
      child.once('exit', () => reject(new Error('the mailbox did not start')))
    })

  it('has every mail that was answered 250 before kill -9', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qianfa-mail-'))
    const { child, url } = await started(folder)
    const mail = createSmtp({ url, from })
    const accepted: string[] = []
    const sending = Array.from({ length: 40 }, async (_, n) => {
      const outcome = await mail.deliver(letter({ messageId: `m${n}` }))
      if (outcome.kind === 'sent') accepted.push(`<m${n}@example.com>`)
      if (accepted.length === 10) child.kill('SIGKILL')
    })
    await Promise.allSettled(sending)
    const again = await createMailbox({ dir: folder, clock })
    const kept = again.messages().map(({ messageId }) => messageId)
    await again.close()
    rmSync(folder, { recursive: true, force: true })
    expect(accepted.length).toBeGreaterThanOrEqual(10)
    expect(accepted.length).toBeLessThan(40)
    expect(kept).toEqual(expect.arrayContaining(accepted))
  })
})
