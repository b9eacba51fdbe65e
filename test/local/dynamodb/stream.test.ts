import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { createDynamoDb, type DynamoDb, type ItemChange } from '../../../local/dynamodb/create-dynamodb'
import { accessFor, aClock, root, serve } from '../../kit/aws-service'
import { keyOf, properties } from './given-table'

const TableName = 'Main'
let dir: string
let dynamodb: DynamoDb
let service: Awaited<ReturnType<typeof serve>>
let client: DynamoDBClient
let told: ItemChange[]

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-stream-'))
  told = []
  dynamodb = await createDynamoDb({
    ...{ dir, clock: aClock(), access: accessFor([]) },
    onChange: (change) => told.push(change),
  })
  await dynamodb.createTable({ ...properties, StreamSpecification: { StreamViewType: 'KEYS_ONLY' } })
  await dynamodb.createTable({ ...properties, TableName: 'Silent' })
  service = await serve(dynamodb.handle)
  client = new DynamoDBClient(service.as(root))
})
afterEach(async () => {
  client.destroy()
  await service.close()
  await dynamodb.close()
  rmSync(dir, { recursive: true, force: true })
})

const kinds = () => told.map(({ kind, keys }) => `${kind} ${keys['pk']!['S'] as string}`)

it('tells single writes by what they did, with the keys alone', async () => {
  const Item = { ...keyOf('a'), secret: { S: 'x' } }
  await client.send(new PutItemCommand({ TableName, Item }))
  await client.send(new PutItemCommand({ TableName, Item }))
  await client.send(
    new UpdateItemCommand({
      ...{ TableName, Key: keyOf('b'), UpdateExpression: 'SET n = :n' },
      ExpressionAttributeValues: { ':n': { N: '1' } },
    }),
  )
  await client.send(new DeleteItemCommand({ TableName, Key: keyOf('a') }))
  await client.send(new DeleteItemCommand({ TableName, Key: keyOf('never') }))
  expect(kinds()).toEqual(['INSERT a', 'MODIFY a', 'INSERT b', 'REMOVE a'])
  expect(told[0]).toEqual({ table: TableName, kind: 'INSERT', keys: keyOf('a') })
})

it('tells a transaction once it is done, and nothing of one that was cancelled or of a table without a stream', async () => {
  await client.send(new PutItemCommand({ TableName: 'Silent', Item: keyOf('quiet') }))
  const absent = { ConditionExpression: 'attribute_not_exists(pk)' }
  const transaction = () =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: keyOf('a'), ...absent } },
          { Put: { TableName: 'Silent', Item: keyOf('c') } },
          { ConditionCheck: { TableName, Key: keyOf('x'), ...absent } },
        ],
      }),
    )
  await transaction()
  await expect(transaction()).rejects.toThrow('cancelled')
  expect(kinds()).toEqual(['INSERT a'])
})

it('refuses by name the batch whose writes it could not tell', async () => {
  const batch = (table: string) =>
    client.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: [{ PutRequest: { Item: keyOf('a') } }] } }),
    )
  await expect(batch(TableName)).rejects.toThrow('BatchWriteItem on Main, which has a stream')
  await batch('Silent')
})
