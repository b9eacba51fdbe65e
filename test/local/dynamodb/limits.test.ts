import {
  BatchGetItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateTimeToLiveCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb'
import { createDynamoDb, type DynamoDb } from '../../../local/dynamodb/create-dynamodb'
import { createRoleAccess } from '../../../local/iam/role-access'
import { aClock, serve } from '../../kit/aws-service'
import { removeTemporaryDirs, temporaryDir } from '../kit'
import { keyOf, properties } from './given-table'

const table = 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/Main'
const dir = temporaryDir()
const clock = aClock()
const access = createRoleAccess({
  dir,
  roles: {
    UnitRole: [
      {
        Effect: 'Allow',
        Action: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'ConditionCheckItem'].map(
          (action) => `dynamodb:${action}`,
        ),
        Resource: [table, `${table}/index/gsi1`],
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['UNIT#1*'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
    ],
  },
  log: () => undefined,
})
let dynamodb: DynamoDb
let service: Awaited<ReturnType<typeof serve>>
let client: DynamoDBClient
let unit: DynamoDBClient

beforeAll(async () => {
  dynamodb = await createDynamoDb({ dir, access, clock })
  await dynamodb.createTable(properties)
  service = await serve(dynamodb.handle)
  client = new DynamoDBClient(service.as(access.credentialsOf('cloud')))
  unit = new DynamoDBClient(service.as(access.credentialsOf('UnitRole')))
})
afterAll(async () => {
  client.destroy()
  unit.destroy()
  await service.close()
  await dynamodb.close()
  removeTemporaryDirs()
})

const transact = (...TransactItems: TransactWriteItem[]) =>
  client.send(new TransactWriteItemsCommand({ TransactItems }))
const put = (pk: string) => ({ Put: { TableName: 'Main', Item: keyOf(pk) } })
const itemOf = async (pk: string) =>
  (await client.send(new GetItemCommand({ TableName: 'Main', Key: keyOf(pk) }))).Item

describe('a transaction', () => {
  it('that cannot be applied to what is there is taken back, with the reason at its place', async () => {
    await client.send(new PutItemCommand({ TableName: 'Main', Item: { ...keyOf('text'), n: { S: 'x' } } }))
    const add = {
      Update: {
        TableName: 'Main',
        Key: keyOf('text'),
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      },
    }
    await expect(transact(put('fresh'), add)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }],
    })
    expect(await itemOf('fresh')).toBeUndefined()
    await transact(put('fresh'))
    expect(await itemOf('fresh')).toBeDefined()
  })

  it.each<[string, TransactWriteItem[], RegExp]>([
    ['of nothing', [], /length/],
    ['of 101 items', Array.from({ length: 101 }, (_, n) => put(`many-${n}`)), /length/],
    ['with one item twice', [put('twice'), put('twice')], /multiple operations on one item/],
    [
      'with a placeholder nobody uses',
      [{ Put: { ...put('x').Put, ExpressionAttributeValues: { ':x': { S: 'x' } } } }],
      /unused in expressions: keys: \{:x\}/,
    ],
    [
      'with a broken expression',
      [{ Update: { TableName: 'Main', Key: keyOf('x'), UpdateExpression: 'SET' } }],
      /Invalid UpdateExpression/,
    ],
    [
      'with more than 4 MB',
      Array.from({ length: 12 }, (_, n) => ({
        Put: { TableName: 'Main', Item: { ...keyOf(`big-${n}`), b: { S: 'x'.repeat(380_000) } } },
      })),
      /4194304/,
    ],
  ])('%s is a ValidationException and writes nothing', async (_, items, message) => {
    await expect(transact(...items)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    })
    for (const pk of ['many-0', 'twice', 'x', 'big-0']) expect(await itemOf(pk)).toBeUndefined()
  })
})

describe('rights by partition', () => {
  const allowed = {
    TableName: 'Main',
    Item: { ...keyOf('UNIT#1'), gsi1pk: { S: 'UNIT#1' }, gsi1sk: { S: '1' } },
  }
  const query = (pk: string, index?: string) =>
    unit.send(
      new QueryCommand({
        TableName: 'Main',
        IndexName: index,
        KeyConditionExpression: '#p = :pk',
        ExpressionAttributeNames: { '#p': index ? 'gsi1pk' : 'pk' },
        ExpressionAttributeValues: { ':pk': { S: pk } },
      }),
    )

  const batch = (...pks: string[]) =>
    unit.send(new BatchGetItemCommand({ RequestItems: { Main: { Keys: pks.map(keyOf) } } }))

  it('let a role to its own partition, alone, in queries and in transactions', async () => {
    await unit.send(new PutItemCommand(allowed))
    expect((await query('UNIT#1')).Count).toBe(1)
    expect((await query('UNIT#1', 'gsi1')).Count).toBe(1)
    await unit.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: allowed }] }))
    const got = await unit.send(
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: 'Main', Key: keyOf('UNIT#1') } }] }),
    )
    expect(got.Responses?.[0]?.Item).toBeDefined()
    expect((await batch('UNIT#1', 'UNIT#11')).Responses?.['Main']).toHaveLength(1)
  })

  it.each([
    ['PutItem', () => unit.send(new PutItemCommand({ TableName: 'Main', Item: keyOf('UNIT#2') }))],
    ['BatchGetItem', () => batch('UNIT#1', 'UNIT#2')],
    ['Query', () => query('UNIT#2')],
    ['Query', () => query('UNIT#2', 'gsi1')],
    [
      'PutItem',
      () => unit.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: allowed }, put('UNIT#2')] })),
    ],
    [
      'ConditionCheckItem',
      () =>
        unit.send(
          new TransactWriteItemsCommand({
            TransactItems: [
              { Put: allowed },
              {
                ConditionCheck: {
                  TableName: 'Main',
                  Key: keyOf('UNIT#2'),
                  ConditionExpression: 'attribute_not_exists(pk)',
                },
              },
            ],
          }),
        ),
    ],
    [
      'DeleteItem',
      () =>
        unit.send(
          new TransactWriteItemsCommand({
            TransactItems: [{ Delete: { TableName: 'Main', Key: keyOf('UNIT#1') } }],
          }),
        ),
    ],
  ])('refuse another partition or action, naming dynamodb:%s', async (action, attempt) => {
    await expect(attempt()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`dynamodb:${action} on resource: ${table}`),
    })
    expect(await itemOf('UNIT#2')).toBeUndefined()
  })

  it('tell a stranger nothing about which tables there are', async () => {
    const missing = new GetItemCommand({ TableName: 'Other', Key: keyOf('UNIT#1') })
    await expect(unit.send(missing)).rejects.toMatchObject({ name: 'AccessDeniedException' })
    await expect(client.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

describe('a table', () => {
  it('is made once, and refused when the template gives it other keys', async () => {
    await dynamodb.createTable(properties)
    await expect(dynamodb.createTable({ ...properties, GlobalSecondaryIndexes: [] })).rejects.toThrow(
      'table Main is kept with other keys or indexes',
    )
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'Main' }))
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', TableArn: table })
  })

  it('with a property that would be ignored is refused by its name', async () => {
    const streamed = { ...properties, TableName: 'Streamed', StreamSpecification: {} }
    await expect(dynamodb.createTable(streamed)).rejects.toThrow('StreamSpecification')
  })

  it('refuses a parameter it would ignore by its name', async () => {
    const legacy = new PutItemCommand({
      TableName: 'Main',
      Item: keyOf('legacy'),
      Expected: { pk: { Exists: false } },
    })
    await expect(client.send(legacy)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Expected of PutItem is not supported by this emulator',
    })
    expect(await itemOf('legacy')).toBeUndefined()
  })
})

describe('time to live', () => {
  it('can be seen and changed', async () => {
    const describe = () => client.send(new DescribeTimeToLiveCommand({ TableName: 'Main' }))
    const update = (Enabled: boolean) =>
      client.send(
        new UpdateTimeToLiveCommand({
          TableName: 'Main',
          TimeToLiveSpecification: { Enabled, AttributeName: 'ttl' },
        }),
      )
    expect((await describe()).TimeToLiveDescription).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'ttl',
    })
    await expect(update(true)).rejects.toMatchObject({ name: 'ValidationException' })
    await update(false)
    expect((await describe()).TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'DISABLED' })
    await update(true)
  })

  it('really deletes: a condition no longer sees the item, what was prolonged stays', async () => {
    const now = Math.floor(clock.now() / 1000)
    const until = (pk: string, seconds: number) =>
      client.send(
        new PutItemCommand({ TableName: 'Main', Item: { ...keyOf(pk), ttl: { N: String(now + seconds) } } }),
      )
    await until('ends', 60)
    await until('stays', 600)
    await until('mistaken', -6 * 365 * 86_400)
    clock.move(61_000)
    await client.send(
      new PutItemCommand({
        TableName: 'Main',
        Item: keyOf('ends'),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    )
    expect(await itemOf('stays')).toBeDefined()
    expect(await itemOf('mistaken')).toBeDefined()
  })
})
