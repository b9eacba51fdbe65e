import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { seeded } from '../../../local/aws/seeded'
import { createDynamoDb, type DynamoDb } from '../../../local/dynamodb/create-dynamodb'
import { accessFor, root, serve } from '../../kit/aws-service'
import { removeTemporaryDirs, temporaryDir } from '../kit'
import { keyOf, properties } from './given-table'

/** Stands still until it is moved. */
const clock = {
  ms: Date.now(),
  now: () => clock.ms,
  onMove: () => () => undefined,
  move: (ms: number) => void (clock.ms += ms),
}
const dir = temporaryDir()
const TableName = 'Main'
let dynamodb: DynamoDb
let service: Awaited<ReturnType<typeof serve>>
let client: DynamoDBClient
let chance: () => number

const open = async () => {
  dynamodb = await createDynamoDb({ dir, clock, access: accessFor(), chance: () => chance() })
  await dynamodb.createTable(properties)
  service = await serve(dynamodb.handle)
  client = new DynamoDBClient(service.as(root))
}
const shut = async () => {
  client.destroy()
  await service.close()
  await dynamodb.close()
}
beforeAll(async () => {
  chance = () => 0.5
  await open()
})
beforeEach(() => (chance = () => 0.5))
afterAll(async () => {
  await shut()
  removeTemporaryDirs()
})

const row = (pk: string, list: string, place = pk) => ({
  ...keyOf(pk),
  ...{ gsi1pk: { S: list }, gsi1sk: { S: place } },
})
const put = (...of: Parameters<typeof row>) =>
  client.send(new PutItemCommand({ TableName, Item: row(...of) }))
const remove = (pk: string) => client.send(new DeleteItemCommand({ TableName, Key: keyOf(pk) }))
const listed = async (list: string, more: object = {}) =>
  (
    await client.send(
      new QueryCommand({
        ...{ TableName, IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :list' },
        ...{ ExpressionAttributeValues: { ':list': { S: list } }, ...more },
      }),
    )
  ).Items!.map(({ gsi1sk }) => gsi1sk!.S)

it('shows a write, a move and a removal in an index only after their time, and in the table at once', async () => {
  await put('a', 'one')
  const found = new GetItemCommand({ TableName, Key: keyOf('a'), ConsistentRead: true })
  expect((await client.send(found)).Item).toBeDefined()
  expect(await listed('one')).toEqual([])
  clock.move(999)
  expect(await listed('one')).toEqual([])
  clock.move(1)
  expect(await listed('one')).toEqual(['a'])

  await put('a', 'two')
  expect([await listed('one'), await listed('two')]).toEqual([['a'], []])
  clock.move(1_000)
  expect([await listed('one'), await listed('two')]).toEqual([[], ['a']])

  await remove('a')
  expect(await listed('two')).toEqual(['a'])
  clock.move(1_000)
  expect(await listed('two')).toEqual([])
})

it('shows the changes of one transaction in any order, each within two seconds', async () => {
  const pks = Array.from({ length: 20 }, (_, n) => String(n).padStart(2, '0'))
  const random = seeded(7)
  // The arrival of a write asks for chance too, so that none of these meets an unseen hand.
  chance = () => 0.05 + 0.95 * random()
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: pks.map((pk) => ({ Put: { TableName, Item: row(pk, 'many') } })),
    }),
  )
  const shown = new Map<string, number>()
  for (let ms = 0; ms <= 2_000; ms += 100) {
    for (const pk of await listed('many')) if (!shown.has(pk!)) shown.set(pk!, ms)
    clock.move(100)
  }
  expect([...shown.keys()].sort()).toEqual(pks)
  expect([...shown.keys()]).not.toEqual(pks)
  expect(new Set(shown.values()).size).toBeGreaterThan(5)
  expect(await listed('many', { Limit: 5, ScanIndexForward: false })).toEqual(pks.slice(-5).reverse())
})

it('refuses a consistent read of an index, and shows all that is kept after a restart', async () => {
  await put('b', 'kept')
  await expect(listed('kept', { ConsistentRead: true })).rejects.toMatchObject({
    name: 'ValidationException',
  })
  await shut()
  await open()
  expect(await listed('kept')).toEqual(['b'])
})

it('meets an unseen hand now and then, which wrote nothing', async () => {
  chance = () => 0.01
  await expect(put('c', 'x')).rejects.toMatchObject({ name: 'TransactionConflictException' })
  await expect(
    client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: row('c', 'x') } }] }),
    ),
  ).rejects.toMatchObject({ CancellationReasons: [{ Code: 'TransactionConflict' }] })
  chance = () => 0.5
  clock.move(2_000)
  expect(await listed('x')).toEqual([])
})
