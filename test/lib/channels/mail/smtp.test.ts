import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createSmtp } from '../../../../lib/channels/mail/smtp'

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
    const smtp = createSmtp({ url: async () => (asked++, url), from })
    expect(asked).toBe(0)
    expect(await smtp.deliver(letter)).toEqual({ kind: 'sent' })
    expect([asked, seen]).toEqual([1, ['letter']])
  })

  it('says unknown when the connection breaks after the letter, and hands it over once', async () => {
    const { url, seen } = await rudeServer({ data: drop })
    expect(await createSmtp({ url, from }).deliver(letter)).toEqual({ kind: 'unknown' })
    expect(seen).toEqual(['letter'])
  })

  it('notes the handing over after the server asked for the letter and before a byte of it leaves', async () => {
    const order: string[] = []
    const { url } = await rudeServer({
      RCPT: (socket) => (order.push('rcpt'), socket.write('250 ok\r\n')),
      data: (socket) => (order.push('letter'), socket.write('250 ok\r\n')),
    })
    const noting = async () => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      order.push('noted')
    }
    expect(await createSmtp({ url, from }).deliver(letter, noting)).toEqual({ kind: 'sent' })
    expect(order).toEqual(['rcpt', 'noted', 'letter'])
  })

  it('sends nothing when the handing over cannot be noted, and says why', async () => {
    const { url, seen } = await rudeServer({})
    const failing = () => Promise.reject(new Error('the table is away'))
    await expect(createSmtp({ url, from }).deliver(letter, failing)).rejects.toThrow('the table is away')
    expect(seen).toEqual([])
  })

  it('never notes a handing over to a server that takes nothing', async () => {
    let noted = 0
    const rude: Record<string, string>[] = [
      { RCPT: '550 no such mailbox' },
      { MAIL: '451 later' },
      { greeting: '421 busy' },
    ]
    for (const answers of rude)
      await createSmtp({ url: (await rudeServer(answers)).url, from }).deliver(
        letter,
        async () => void noted++,
      )
    expect(noted).toBe(0)
  })

  it.each([
    ['the mailbox', { RCPT: '550 <a@b.example>: no such mailbox' }, '550 <…>: no such mailbox'],
    ['the letter', { data: '554 looks like spam' }, '554 looks like spam'],
  ])('refuses for good what the server refuses for good of %s, with its words', async (_, answers, said) => {
    const { url } = await rudeServer(answers)
    const answer = await createSmtp({ url, from }).deliver(letter)
    expect(answer).toEqual({ kind: 'refused', said: expect.stringContaining(said) })
  })

  it('refuses an address that is none', async () => {
    const { url } = await rudeServer({})
    expect(await createSmtp({ url, from }).deliver({ ...letter, to: '' })).toMatchObject({
      kind: 'refused',
    })
  })

  it.each<[string, Record<string, string>, boolean]>([
    ['a full mailbox', { RCPT: '452 a@b.example: mailbox full' }, false],
    ['a letter put off', { data: '451 try later' }, false],
    ['a closing server', { RCPT: '421 closing' }, true],
    ['a greeting that sends us away', { greeting: '554 go away' }, true],
    ['a sender that is not allowed', { MAIL: '550 not from here' }, true],
  ])('says later when nothing was sent: %s; everybody waits: %s', async (_, answers, everybody) => {
    const { url } = await rudeServer(answers)
    expect(await createSmtp({ url, from }).deliver(letter)).toEqual({
      ...{ kind: 'later', everybody },
      said: expect.not.stringContaining('a@b'),
    })
  })

  it('takes a wrong password for our own trouble, not for a dead mailbox', async () => {
    const { url } = await rudeServer({
      EHLO: '250-hi\r\n250 AUTH PLAIN',
      AUTH: '535 wrong password',
    })
    const smtp = createSmtp({ url: url.replace('smtp://', 'smtp://us:secret@'), from })
    expect(await smtp.deliver(letter)).toMatchObject({ kind: 'later', everybody: true })
  })

  it('repeats no password: not of a server that repeats it, nor of an address that is none', async () => {
    const plain = Buffer.from('\0us\0secret').toString('base64')
    const echo = await rudeServer({
      EHLO: '250-hi\r\n250 AUTH PLAIN',
      AUTH: `535 not with ${plain} or secret`,
    })
    const warned = jest.spyOn(process, 'emitWarning')
    for (const url of [
      echo.url.replace('smtp://', 'smtp://us:secret@'),
      'smtp://us:secret/1#2@mail.example:465',
      'us:secret@mail.example',
    ]) {
      const answer = await createSmtp({ url, from }).deliver(letter)
      expect(answer).toMatchObject({ kind: 'later', everybody: true })
      expect(JSON.stringify([answer, warned.mock.calls])).not.toMatch(/secret[^ ]|AHVz/)
    }
  })

  it('says later to everybody when no server is there', async () => {
    const silent = await rudeServer({ greeting: drop })
    for (const url of [silent.url, 'smtp://127.0.0.1:1'])
      expect(await createSmtp({ url, from }).deliver(letter)).toMatchObject({
        kind: 'later',
        everybody: true,
      })
  })

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
    await createSmtp({ url, from }).deliver({ ...letter, subject: 'x\r\nBcc: evil@c.example\r\n\r\nbody' })
    expect(text).toContain('Subject: x Bcc: evil@c.example body')
    expect(text).not.toMatch(/^Bcc:/m)
  })
})
