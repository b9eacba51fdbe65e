import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { front } from '../../../local/cloud/front'
import { visitors } from '../../../local/cloud/visitors'

const url = 'http://127.0.0.1:4000'
let server: Server

const named = (name: string) => (_: unknown, response: { end(text: string): unknown }) =>
  void response.end(name)

beforeAll(async () => {
  const people = front({
    url,
    visitors: visitors({ urls: [url] }),
    ...{
      mailbox: named('mailbox'),
      wechat: named('wechat'),
      weibo: named('weibo'),
      messenger: named('messenger'),
      dashboard: named('dashboard'),
      runbook: named('runbook'),
    },
    ...{ clock: named('clock'), whole: named('whole'), product: named('product') },
  })
  server = createServer((asked, answer) => void people(asked, answer))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const ask = (host: string, path: string, accept: string, method = 'GET') =>
  new Promise<{ status?: number; location?: string }>((resolve, reject) => {
    const { port } = server.address() as AddressInfo
    const sent = request({ port, host: '127.0.0.1', path, method, headers: { host, accept } }, (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode, location: answer.headers.location })
    })
    sent.on('error', reject)
    sent.end()
  })

test('a page asked for as localhost is led to the one origin that cookies and mails know, and nothing else is', async () => {
  const page = 'text/html,application/xhtml+xml'
  expect(await ask('localhost:4000', '/portal?x=1', page)).toEqual({
    status: 302,
    location: `${url}/portal?x=1`,
  })
  expect(await ask('127.0.0.1:4000', '/portal', page)).toEqual({ status: 200 })
  expect(await ask('localhost:4000', '/api/me', 'application/json')).toEqual({ status: 200 })
  expect(await ask('localhost:4000', '/sign-in', page, 'POST')).toEqual({ status: 200 })
})
