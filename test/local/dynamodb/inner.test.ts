import { mkdtempSync, rmSync } from 'node:fs'
import { Server, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startInner, type Inner } from '../../../local/dynamodb/inner'

const listening: Server[] = []
let dir: string
let inner: Inner
beforeAll(async () => {
  const listen = Reflect.get(Server.prototype, 'listen')
  jest.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server, ...how: unknown[]) {
    listening.push(this)
    return Reflect.apply(listen, this, how)
  })
  dir = mkdtempSync(join(tmpdir(), 'qianfa-inner-'))
  inner = await startInner(dir)
})
afterAll(async () => {
  await inner.close()
  rmSync(dir, { recursive: true })
})

it('answers nobody but its front: not a page that means this machine, nor another user who found the port', async () => {
  const ports = listening.map((server) => (server.address() as AddressInfo).port)
  expect(ports).toHaveLength(1)
  expect(await inner.call('ListTables', {})).toEqual({ TableNames: [] })
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.ListTables',
    'x-amz-date': '20200101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20200101/ap-southeast-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  }
  const others: [string, string][][] = [
    [],
    [['x-inner', '']],
    [['x-inner', 'guessed']],
    [['origin', 'http://evil.example']],
  ]
  for (const more of others)
    await expect(
      fetch(`http://127.0.0.1:${ports[0]}/`, {
        method: 'POST',
        headers: { ...headers, ...Object.fromEntries(more) },
        body: '{}',
      }),
    ).rejects.toThrow('fetch failed')
})
