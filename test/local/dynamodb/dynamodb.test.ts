import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { createDynamoDb, type DynamoDb } from '../../../local/dynamodb/create-dynamodb'
import { accessFor, aClock, guest, root, serve } from '../../kit/aws-service'

const arn = 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/Main'
const clock = aClock()
const properties = {
  TableName: 'Main',
  BillingMode: 'PAY_PER_REQUEST',
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'gsi1',
      KeySchema: [
        { AttributeName: 'gsi1pk', KeyType: 'HASH' },
        { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
}
const key = (pk: string, sk = 'HEAD') => ({ pk: { S: pk }, sk: { S: sk } })

let dir: string
let dynamodb: DynamoDb
let service: Awaited<ReturnType<typeof serve>>
let client: DynamoDBClient
let visitor: DynamoDBClient

const open = async () => {
  dynamodb = await createDynamoDb({
    dir,
    clock,
    access: accessFor([`dynamodb:GetItem ${arn}`, `dynamodb:Query ${arn}/index/gsi1`]),
  })
  await dynamodb.createTable(properties)
  service = await serve(dynamodb.handle)
  client = new DynamoDBClient(service.as(root))
  visitor = new DynamoDBClient(service.as(guest))
}
const shut = async () => {
  client.destroy()
  visitor.destroy()
  await service.close()
  await dynamodb.close()
}
const put = (pk: string, more: Record<string, { S: string } | { N: string }> = {}) =>
  client.send(new PutItemCommand({ TableName: 'Main', Item: { ...key(pk), ...more } }))
const get = async (pk: string) =>
  (await client.send(new GetItemCommand({ TableName: 'Main', Key: key(pk), ConsistentRead: true }))).Item

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-ddb-'))
  await open()
})
afterEach(async () => {
  await shut()
  rmSync(dir, { recursive: true })
})

it('lets exactly one of 100 simultaneous conditional puts win, and tells the others who did', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 100 }, (_, n) =>
      client.send(
        new PutItemCommand({
          TableName: 'Main',
          Item: { ...key('DAY'), claimer: { S: `editor-${n}` } },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    ),
  )
  const won = tries.findIndex((one) => one.status === 'fulfilled')
  const lost = tries
    .filter((one) => one.status === 'rejected')
    .map((one) => one.reason as { name: string; Item?: unknown })
  expect(lost).toHaveLength(99)
  for (const reason of lost)
    expect(reason).toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { claimer: { S: `editor-${won}` } },
    })
})

it('writes a transaction whole or not at all, with a reason per item', async () => {
  await put('a', { n: { N: '1' } })
  const write = (pk: string, when: string) => ({
    Put: {
      TableName: 'Main',
      Item: { ...key(pk), n: { N: '2' } },
      ConditionExpression: when,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  })
  await expect(
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [write('b', 'attribute_not_exists(pk)'), write('a', 'attribute_not_exists(pk)')],
      }),
    ),
  ).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { n: { N: '1' } } }],
  })
  expect(await get('b')).toBeUndefined()
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        write('b', 'attribute_not_exists(pk)'),
        {
          Update: {
            TableName: 'Main',
            Key: key('a'),
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          },
        },
        {
          ConditionCheck: {
            TableName: 'Main',
            Key: key('c'),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ],
    }),
  )
  const { Responses } = await client.send(
    new TransactGetItemsCommand({
      TransactItems: ['a', 'b', 'c'].map((pk) => ({ Get: { TableName: 'Main', Key: key(pk) } })),
    }),
  )
  expect(Responses?.map((one) => one.Item?.['n']?.N)).toEqual(['2', '2', undefined])
})

it('answers a repeated client token without writing again, and refuses it for another transaction', async () => {
  const add = (by: string, token: string) =>
    client.send(
      new TransactWriteItemsCommand({
        ClientRequestToken: token,
        TransactItems: [
          {
            Update: {
              TableName: 'Main',
              Key: key('n'),
              UpdateExpression: 'ADD n :by',
              ExpressionAttributeValues: { ':by': { N: by } },
            },
          },
        ],
      }),
    )
  await add('1', 'token')
  await add('1', 'token')
  expect((await get('n'))?.['n']).toEqual({ N: '1' })
  await expect(add('2', 'token')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' })
})

it('lets one of 30 simultaneous transactions on one counter happen, and tells the others who held it', async () => {
  await put('n', { n: { N: '0' } })
  const tries = await Promise.allSettled(
    Array.from({ length: 30 }, () =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            {
              Update: {
                TableName: 'Main',
                Key: key('n'),
                UpdateExpression: 'ADD n :by',
                ExpressionAttributeValues: { ':by': { N: '1' } },
              },
            },
          ],
        }),
      ),
    ),
  )
  const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  expect((await get('n'))?.['n']).toEqual({ N: String(30 - refused.length) })
  expect(refused.length).toBeGreaterThan(0)
  for (const reason of refused)
    expect(reason).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }],
    })
})

it('refuses a single write of what a transaction has in hand, and lets what it has not pass', async () => {
  const TransactItems = Array.from({ length: 100 }, (_, n) => ({
    Put: { TableName: 'Main', Item: { ...key(`held ${n}`), v: { S: 'transaction' } } },
  }))
  let isDone = false
  const transaction = client
    .send(new TransactWriteItemsCommand({ TransactItems }))
    .finally(() => (isDone = true))
  const refused = new Set<string>()
  const keep = ({ name }: Error) => void refused.add(name)
  while (!isDone) {
    await put('held 99', { v: { S: 'single' } }).catch(keep)
    await put('free')
  }
  await transaction
  expect([...refused]).toEqual(['TransactionConflictException'])
})

it('keeps what it acknowledged over a restart', async () => {
  await put('kept', { n: { N: '7' } })
  await shut()
  await open()
  expect((await get('kept'))?.['n']).toEqual({ N: '7' })
})

it('shows no item past its time to live', async () => {
  await put('short', { ttl: { N: String(Math.floor(clock.now() / 1000) + 60) } })
  expect(await get('short')).toBeDefined()
  clock.move(61_000)
  expect(await get('short')).toBeUndefined()
})

it('checks signatures and the rights of whoever signed, on table and index', async () => {
  await put('a', { gsi1pk: { S: 'L' }, gsi1sk: { S: '1' } })
  const forged = new DynamoDBClient(service.as({ ...guest, secretAccessKey: 'guessed' }))
  await expect(forged.send(new GetItemCommand({ TableName: 'Main', Key: key('a') }))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  })
  forged.destroy()
  expect((await visitor.send(new GetItemCommand({ TableName: 'Main', Key: key('a') }))).Item).toBeDefined()
  const list = {
    TableName: 'Main',
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :l',
    ExpressionAttributeValues: { ':l': { S: 'L' } },
  }
  expect((await visitor.send(new QueryCommand(list))).Count).toBe(1)
  for (const refused of [
    new PutItemCommand({ TableName: 'Main', Item: key('b') }),
    new UpdateItemCommand({
      TableName: 'Main',
      Key: key('b'),
      UpdateExpression: 'SET a = :a',
      ExpressionAttributeValues: { ':a': { S: '' } },
    }),
    new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'Main', Item: key('b') } }] }),
  ])
    await expect(visitor.send(refused as PutItemCommand)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/GuestRole.*dynamodb:(Put|Update)Item.*table\/Main/),
    })
})

it('refuses by name what it does not support', async () => {
  await expect(
    client.send(new ScanCommand({ TableName: 'Main', FilterExpression: 'attribute_exists(pk)' })),
  ).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('FilterExpression of Scan'),
  })
})
