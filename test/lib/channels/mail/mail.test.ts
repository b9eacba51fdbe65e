import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { createMail } from '../../../../lib/channels/mail/mail'
import { isRefusal } from '../../../../lib/platform/refusal'

const from = '签发 <qianfa@example.com>'
const letter = { to: 'a@b.example', subject: 'x', text: 'text', html: '<p>text</p>', messageId: 'm1' }
const open: Server[] = []
afterEach(() => open.splice(0).forEach((server) => server.close()))

/** A mail server as rude as told: answers each command by its first word; `data` answers the letter itself. */
async function rudeServer(answers: Record<string, string | ((socket: Socket) => void)>) {
  const seen: string[] = []
  const polite: typeof answers = {
    EHLO: '250 hi',
    MAIL: '250 ok',
    RCPT: '250 ok',
    DATA: '354 go',
    QUIT: '221 bye',
  }
  const server = createServer((socket) => {
    let inData = false
    let buffer = ''
    const say = (answer: string | ((socket: Socket) => void) | undefined) =>
      typeof answer === 'function' ? answer(socket) : socket.write(`${answer ?? '250 ok'}\r\n`)
    socket.on('error', () => undefined)
    say(answers.greeting ?? '220 hello')
    socket.on('data', (chunk) => {
      buffer += chunk.toString()
      for (;;) {
        if (inData) {
          const end = buffer.indexOf('\r\n.\r\n')
          if (end < 0) return
          seen.push('letter')
          buffer = buffer.slice(end + 5)
          inData = false
          say(answers.data)
          continue
        }
        const end = buffer.indexOf('\r\n')
        if (end < 0) return
        const verb = buffer.slice(0, end).split(/[ :]/)[0]!.toUpperCase()
        buffer = buffer.slice(end + 2)
        inData = verb === 'DATA' && answers.DATA === undefined
        say(answers[verb] ?? polite[verb])
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}
const drop = (socket: Socket) => socket.destroy()

describe('mail over SMTP', () => {
  it('says sent when the server took the letter, and asks for the address only when it sends', async () => {
    const { url, seen } = await rudeServer({})
    let asked = 0
    const mail = createMail({ url: async () => (asked++, url), from })
    expect(asked).toBe(0)
    expect(await mail.send(letter)).toBe('sent')
    expect([asked, seen]).toEqual([1, ['letter']])
  })

  it('tries once more when the connection breaks after the letter, under the same Message-ID', async () => {
    let times = 0
    const { url, seen } = await rudeServer({
      data: (socket) => (times++ === 0 ? drop(socket) : socket.write('250 kept\r\n')),
    })
    expect(await createMail({ url, from }).send(letter)).toBe('sent')
    expect(seen).toEqual(['letter', 'letter'])
  })

  it('says unknown when it breaks again: nobody knows whether the letter arrived', async () => {
    const { url } = await rudeServer({ data: drop })
    expect(await createMail({ url, from }).send(letter)).toBe('unknown')
  })

  it('refuses for good what the server refuses for good, with its words', async () => {
    const { url } = await rudeServer({ RCPT: '550 <a@b.example>: no such mailbox' })
    const error = await createMail({ url, from })
      .send(letter)
      .catch((thrown: unknown) => thrown)
    expect(isRefusal(error) && [error.code, error.facts]).toEqual([
      'ChannelRefused',
      { recipient: expect.stringMatching(/^[0-9a-f]{12}$/), response: '550 <…>: no such mailbox' },
    ])
  })

  it('throws a plain error, so that the step repeats, when nothing was sent', async () => {
    const later = await rudeServer({ data: '451 try later' })
    const silent = await rudeServer({ greeting: drop })
    for (const url of [later.url, silent.url, 'smtp://127.0.0.1:1']) {
      const error = await createMail({ url, from })
        .send(letter)
        .catch((thrown: unknown) => thrown)
      expect(error).toHaveProperty('message')
      expect(isRefusal(error)).toBe(false)
    }
  })

  it.each(['550 <a@b.example>: no such mailbox', '451 a@b.example: later'])(
    'throws nothing that would bring the address into a log: %s',
    async (RCPT) => {
      const { url } = await rudeServer({ RCPT })
      const error: unknown = await createMail({ url, from })
        .send(letter)
        .catch((thrown: unknown) => thrown)
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('a@b')
    },
  )

  it('lets no line break of a subject or an address become a header', async () => {
    let text = ''
    const server = createServer((socket) => {
      socket.write('220 hi\r\n')
      socket.on('data', (chunk) => {
        text += chunk.toString()
        const lines = chunk.toString()
        socket.write(
          /\r\n\.\r\n$/.test(lines) ? '250 ok\r\n' : /^DATA/m.test(lines) ? '354 go\r\n' : '250 ok\r\n',
        )
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.push(server)
    const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
    await createMail({ url, from }).send({ ...letter, subject: 'x\r\nBcc: evil@c.example\r\n\r\nbody' })
    expect(text).toContain('Subject: x Bcc: evil@c.example body')
    expect(text).not.toMatch(/^Bcc:/m)
  })
})
