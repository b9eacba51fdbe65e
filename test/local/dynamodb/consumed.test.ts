import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newBill, type Bill } from '../../../local/cloud/bill'
import { createDynamoDb, type DynamoDb } from '../../../local/dynamodb/create-dynamodb'
import { accessFor, aClock, root, serve } from '../../kit/aws-service'
import { keyOf, properties } from './given-table'

let dir: string
let dynamodb: DynamoDb
let service: Awaited<ReturnType<typeof serve>>
let client: DynamoDBClient
let bill: Bill
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-units-'))
  bill = newBill()
  dynamodb = await createDynamoDb({ dir, clock: aClock(), access: accessFor([]), bill })
  await dynamodb.createTable(properties)
  service = await serve(dynamodb.handle)
  client = new DynamoDBClient(service.as(root))
})
afterAll(async () => {
  client.destroy()
  await service.close()
  await dynamodb.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Units that some work takes, `[read, written]`. */
const taken = async (work: () => Promise<unknown>): Promise<[number, number]> => {
  const before = { ...bill }
  await work()
  return [bill.tableReadUnits - before.tableReadUnits, bill.tableWriteUnits - before.tableWriteUnits]
}
const table = { TableName: 'Main' }
const listed = (name: string) => ({ gsi1pk: { S: name }, gsi1sk: { S: '1' } })
const text = (kb: number) => ({ text: { S: 'x'.repeat(kb * 1024) } })
const put = (Item: object) => client.send(new PutItemCommand({ ...table, Item: Item as never }))

test('a unit for each KB written to the table and to an index that holds the item, both ends of a move', async () => {
  expect(await taken(() => put(keyOf('a')))).toEqual([0, 1])
  expect(await taken(() => put({ ...keyOf('b'), ...text(2.5) }))).toEqual([0, 3])
  expect(await taken(() => put({ ...keyOf('c'), ...text(2.5), ...listed('open') }))).toEqual([0, 6])
  // Out of one list of the index and into another; in place; and unchanged.
  expect(await taken(() => put({ ...keyOf('c'), ...text(2.5), ...listed('done') }))).toEqual([0, 9])
  expect(await taken(() => put({ ...keyOf('c'), ...text(1.5), ...listed('done') }))).toEqual([0, 6])
  expect(await taken(() => put({ ...keyOf('c'), ...text(1.5), ...listed('done') }))).toEqual([0, 2])
})

test('twice that in a transaction, a check included, and what a condition refused is billed for what stood there', async () => {
  const items = [
    { Put: { ...table, Item: { ...keyOf('d'), ...listed('open') } } },
    { ConditionCheck: { ...table, Key: keyOf('b'), ConditionExpression: 'attribute_exists(pk)' } },
  ]
  const write = () => client.send(new TransactWriteItemsCommand({ TransactItems: items }))
  expect(await taken(write)).toEqual([0, 2 * (1 + 1) + 2 * 3])
  const refused = () =>
    client.send(
      new UpdateItemCommand({
        ...{ ...table, Key: keyOf('b'), UpdateExpression: 'SET #n = :n' },
        ConditionExpression: 'attribute_not_exists(pk)',
        ExpressionAttributeNames: { '#n': 'n' },
        ExpressionAttributeValues: { ':n': { N: '1' } },
      }),
    )
  expect(await taken(() => expect(refused()).rejects.toThrow())).toEqual([0, 3])
})

test('half a unit for each 4 KB read, a whole one when it has to be the newest, and nothing is told to who did not ask', async () => {
  const get = (ConsistentRead: boolean) =>
    client.send(new GetItemCommand({ ...table, Key: keyOf('b'), ConsistentRead }))
  expect(await taken(() => get(true))).toEqual([1, 0])
  expect(await taken(() => get(false))).toEqual([0.5, 0])
  expect(await get(false)).not.toHaveProperty('ConsumedCapacity')
  const query = {
    ...{ ...table, IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :list' },
    ExpressionAttributeValues: { ':list': { S: 'done' } },
  }
  expect(await taken(() => client.send(new QueryCommand(query)))).toEqual([0.5, 0])
})
