import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tableTokenStore } from '../../../../lib/channels/wechat/table-token-store'
import { memoryTokenStore, type TokenStore } from '../../../../lib/channels/wechat/token-store'
import { dynamoTable, type Table } from '../../../../lib/platform/table'
import { done, givenTwin } from '../../../local/wechat/given-twin'

/** It has no types of its own. */
const dynalite = jest.requireActual<(options: { createTableMs: number }) => Server>('dynalite')

let server: Server
let client: DynamoDBClient
let table: Table
let accounts = 0

beforeAll(async () => {
  server = dynalite({ createTableMs: 0 })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  await client.send(
    new CreateTableCommand({
      TableName: 'qianfa',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  )
  table = dynamoTable('qianfa', client)
})
afterAll(async () => {
  client.destroy()
  await new Promise((closed) => server.close(closed))
})

const stores: [string, () => TokenStore][] = [
  ['in memory', memoryTokenStore],
  ['in the table', () => tableTokenStore(table, `wx${++accounts}`)],
]

describe.each(stores)('a token store %s', (_name, make) => {
  const now = 1_000_000
  const lease = (store: TokenStore, holder: string, at = now) =>
    store.lease({ holder, now: at, until: at + 100 })

  test('leases to one of 20 who ask at the same moment', async () => {
    const store = make()
    const got = await Promise.all(Array.from({ length: 20 }, (_, at) => lease(store, `h${at}`)))
    expect(got.filter(Boolean).length).toBe(1)
  })

  test('leases again to its holder, to others only after its end or its release', async () => {
    const store = make()
    expect(await lease(store, 'a')).toBe(true)
    expect(await lease(store, 'a')).toBe(true)
    expect(await lease(store, 'b', now + 99)).toBe(false)
    expect(await lease(store, 'b', now + 100)).toBe(true)
    await store.release('a')
    expect(await lease(store, 'c', now + 101)).toBe(false)
    await store.release('b')
    expect(await lease(store, 'c', now + 101)).toBe(true)
  })

  test('stores the token of the holder, ends the lease, and keeps the token through later leases', async () => {
    const store = make()
    expect(await store.load()).toBeUndefined()
    await lease(store, 'a')
    await store.save({ token: 't1', expiresAt: 5 }, 'a')
    expect(await store.load()).toEqual({ token: 't1', expiresAt: 5 })
    expect(await lease(store, 'b')).toBe(true)
    await store.release('b')
    expect(await store.load()).toEqual({ token: 't1', expiresAt: 5 })
  })

  test('ignores a token from one who has lost the lease', async () => {
    const store = make()
    await lease(store, 'slow')
    await lease(store, 'next', now + 100)
    await store.save({ token: 'stale', expiresAt: 5 }, 'slow')
    expect(await store.load()).toBeUndefined()
    await store.save({ token: 'fresh', expiresAt: 6 }, 'next')
    expect(await store.load()).toEqual({ token: 'fresh', expiresAt: 6 })
  })
})

test('20 callers in four instances with one table ask WeChat for one token', async () => {
  const twin = await givenTwin()
  try {
    await twin.fault({ endpoint: '/cgi-bin/stable_token', how: 'slow', ms: 150 })
    const instances = Array.from({ length: 4 }, () =>
      twin.client({ tokens: tableTokenStore(table, 'wxshared') }),
    )
    const path = '/cgi-bin/draft/add'
    const calls = instances.flatMap((wechat) => Array.from({ length: 5 }, () => wechat.quotaOf(path)))
    for (const outcome of await Promise.all(calls)) done(outcome)
    expect((await twin.state()).calls.used['/cgi-bin/stable_token']).toBe(1)
  } finally {
    await twin.close()
  }
})
