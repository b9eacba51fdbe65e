import { createServer, request, type Server } from 'node:http'
import { networkInterfaces } from 'node:os'
import type { AddressInfo } from 'node:net'
import { front } from '../../../local/cloud/front'
import { visitors } from '../../../local/cloud/visitors'

const named = (name: string) => (_: unknown, response: { end(text: string): unknown }) =>
  void response.end(name)
const url = 'http://127.0.0.1:4000'
const servers: Server[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

/** Asks a machine's front; `from` is where the connection seems to come from. */
async function machine(options: { key?: string; from?: string; urls?: string[]; proxied?: boolean } = {}) {
  const { from, ...rest } = options
  const people = front({
    url,
    visitors: visitors({ urls: [url], ...rest }),
    ...{ mailbox: named('mailbox'), wechat: named('wechat'), weibo: named('weibo') },
    messenger: named('messenger'),
    ...{ dashboard: named('dashboard'), runbook: named('runbook'), clock: named('clock') },
    ...{ whole: named('whole'), product: named('product') },
  })
  const server = createServer((asked, answer) => {
    if (from) Object.defineProperty(asked.socket, 'remoteAddress', { value: from })
    void people(asked, answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(server)
  return (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status?: number; body: string; location?: string; cookie?: string }>((resolve, reject) => {
      const { port } = server.address() as AddressInfo
      const sent = request(
        { port, host: '127.0.0.1', path, method, headers: { host: '127.0.0.1:4000', ...headers } },
        (answer) => {
          let body = ''
          answer.on('data', (chunk: Buffer) => (body += chunk.toString()))
          answer.on('end', () =>
            resolve({
              ...{ status: answer.statusCode, body, location: answer.headers.location },
              cookie: answer.headers['set-cookie']?.[0]?.split(';')[0],
            }),
          )
        },
      )
      sent.on('error', reject)
      sent.end()
    })
}

const machinePaths = [
  '/mailbox',
  '/mailbox.json',
  '/wechat-twin/phone',
  '/weibo-twin/',
  '/dashboard',
  '/clock',
]

test('a name that was made to mean this machine is not answered, on any path', async () => {
  const ask = await machine()
  for (const path of [...machinePaths, '/portal', '/api/me'])
    for (const host of [
      'evil.example',
      'evil.example:4000',
      '127.0.0.1:4001',
      '127.0.0.1.evil.example:4000',
      ...['127.0.0.1', '127.0.0.1:80', '127.1:4000', '0.0.0.0:4000', '2130706433:4000', 'localhost.:4000'],
      ...['[::]:4000', '[::1]', '[::1]:4001', '[::ffff:127.0.0.1]:4000', '[0:0:0:0:0:0:0:1]:4000'],
      '',
    ])
      expect((await ask(path, { host })).status).toBe(421)
  for (const host of ['127.0.0.1:4000', 'localhost:4000', '[::1]:4000', 'LOCALHOST:4000'])
    expect((await ask('/mailbox', { host })).body).toBe('mailbox')
})

test('a page of another site moves no clock and tells no twin anything', async () => {
  const ask = await machine()
  for (const path of machinePaths) {
    expect((await ask(path, { origin: 'https://evil.example' }, 'POST')).status).toBe(403)
    expect((await ask(path, { origin: 'null' }, 'POST')).status).toBe(403)
    expect((await ask(path, { 'sec-fetch-site': 'cross-site' }, 'POST')).status).toBe(403)
    expect((await ask(path, { origin: url, 'sec-fetch-site': 'same-origin' }, 'POST')).status).toBe(200)
    expect((await ask(path, {}, 'POST')).status).toBe(200)
  }
})

test('other machines see the portal, and mailbox and twins only with the key', async () => {
  const ask = await machine({ key: 'the-key', from: '198.51.100.9' })
  expect((await ask('/portal')).body).toBe('product')
  for (const path of machinePaths) {
    for (const wrong of [path, `${path}?key=`, `${path}?key=another`])
      expect((await ask(wrong)).status).toBe(403)
    expect((await ask(path, { cookie: 'qianfa_machine=another' })).status).toBe(403)
    const letIn = await ask(`${path}?to=a&key=the-key`)
    expect([letIn.status, letIn.location]).toEqual([303, `${path}?to=a`])
    expect((await ask(path, { cookie: `a=b; ${letIn.cookie}` })).status).toBe(200)
  }
})

test('whoever sits at the machine needs no key, nor do its functions', async () => {
  const here = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address) ?? [])
  for (const from of ['127.0.0.1', '::ffff:127.0.0.1', '::1', ...here]) {
    const ask = await machine({ key: 'the-key', from })
    expect((await ask('/mailbox')).body).toBe('mailbox')
  }
})

test('behind a proxy of the same machine everybody seems to come from here: its pages take the key, calls of functions do not', async () => {
  const name = { host: 'qianfa.co.example' }
  const ask = await machine({ urls: [url, 'https://qianfa.co.example'], key: 'the-key', proxied: true })
  // A proxy passes the name on, or asks by the address it was told.
  for (const headers of [name, {}, { ...name, 'x-forwarded-for': '198.51.100.9' }]) {
    expect((await ask('/portal', headers)).body).toBe('product')
    for (const path of [...machinePaths, '/wechat-twin/_twin/state', '/weibo-twin/oauth2/authorize'])
      for (const method of ['GET', 'POST']) expect((await ask(path, headers, method)).status).toBe(403)
    expect((await ask('/wechat-twin/cgi-bin/../_twin/state', headers)).status).toBe(403)
  }
  for (const [path, twin] of [
    ['/wechat-twin/cgi-bin/stable_token', 'wechat'],
    ['/weibo-twin/2/statuses/share.json', 'weibo'],
    ['/weibo-twin/oauth2/access_token', 'weibo'],
  ] as const)
    expect((await ask(path, {}, 'POST')).body).toBe(twin)
  const { cookie = '' } = await ask('/mailbox?key=the-key', name)
  expect((await ask('/mailbox', { ...name, cookie })).body).toBe('mailbox')
})

test('a name people reach it by is its own', async () => {
  const ask = await machine({ urls: [url, 'https://qianfa.co.example'], key: 'the-key' })
  expect((await ask('/portal', { host: 'qianfa.co.example' })).body).toBe('product')
})
