import type { IncomingMessage, ServerResponse } from 'node:http'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Access, Identity, MovableClock } from '../aws/access'
import { AwsError, jsonDoor, type Operation } from '../aws/json-protocol'
import { createGate } from './gate'
import { startInner } from './inner'
import { createTransactions } from './transactions'

export interface DynamoDb {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** CloudFormation properties of AWS::DynamoDB::Table with its name; there already is as good as made. */
  createTable(properties: Record<string, unknown> & { TableName: string }): Promise<void>
  close(): Promise<void>
}

type Input = Record<string, unknown>
type Item = Record<string, { S?: string; N?: string }>

const arnOf = (table: string) => `arn:aws:dynamodb:ap-southeast-1:000000000000:table/${table}`
const reads = ['GetItem', 'Query', 'BatchGetItem', 'DescribeTable']
const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']
const actionOf: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
}

/** DynamoDB on one machine: dynalite behind a front that checks signatures and rights and adds what it lacks. */
export async function createDynamoDb(given: {
  dir: string
  access: Access
  clock: MovableClock
}): Promise<DynamoDb> {
  mkdirSync(given.dir, { recursive: true })
  const inner = await startInner(join(given.dir, 'tables'))
  const enter = createGate()
  const ttl = new Map<string, string>()

  const keyOf = async (table: string, item: Input): Promise<Input> => {
    const names = await keyNames(table)
    return Object.fromEntries(names.map((name) => [name, item[name]]))
  }
  const known = new Map<string, string[]>()
  async function keyNames(table: string): Promise<string[]> {
    const found = known.get(table)
    if (found) return found
    const { Table } = (await inner.call('DescribeTable', { TableName: table })) as {
      Table: { KeySchema: { AttributeName: string }[] }
    }
    const names = Table.KeySchema.map((key) => key.AttributeName)
    known.set(table, names)
    return names
  }

  const transactions = createTransactions({
    inner,
    journal: join(given.dir, 'undo.json'),
    keyOf,
    now: () => given.clock.now(),
  })
  await transactions.undo()

  const allow = (identity: Identity, action: string, table: string, index?: unknown) =>
    given.access.authorize(
      identity,
      `dynamodb:${action}`,
      index === undefined ? arnOf(table) : `${arnOf(table)}/index/${String(index)}`,
    )

  /** Items past their time are gone for readers at once; AWS takes up to days, so callers must not count on either. */
  const alive = (table: string, item: unknown): boolean => {
    const attribute = ttl.get(table)
    const until = attribute ? Number((item as Item)[attribute]?.N ?? Infinity) : Infinity
    return until * 1000 > given.clock.now()
  }

  const withoutDead = (table: string, output: Input): Input => {
    if (output['Item'] !== undefined && !alive(table, output['Item'])) {
      const { Item: _, ...rest } = output
      return rest
    }
    if (!Array.isArray(output['Items'])) return output
    const Items = output['Items'].filter((item) => alive(table, item))
    return { ...output, Items, Count: Items.length }
  }

  const single =
    (name: string): Operation =>
    (input, identity) => {
      const table = String(input['TableName'] ?? '')
      allow(identity, name, table, name === 'Query' ? input['IndexName'] : undefined)
      const { ReturnValuesOnConditionCheckFailure: wanted, ...plain } = input
      return enter(false, async () => {
        try {
          return withoutDead(table, await inner.call(name, plain))
        } catch (error) {
          if (
            !(error instanceof AwsError) ||
            error.code !== 'ConditionalCheckFailedException' ||
            wanted !== 'ALL_OLD'
          )
            throw error
          const key = (input['Key'] ?? (await keyOf(table, (input['Item'] ?? {}) as Input))) as Input
          const Item = await transactions.read(table, key)
          throw new AwsError(error.code, error.message, Item ? { Item } : {})
        }
      })
    }

  const batch =
    (name: string): Operation =>
    (input, identity) => {
      for (const table of Object.keys((input['RequestItems'] ?? {}) as Input)) allow(identity, name, table)
      return enter(false, () => inner.call(name, input))
    }

  const transact =
    (work: (input: Input) => Promise<unknown>): Operation =>
    (input, identity) => {
      for (const item of (input['TransactItems'] ?? []) as Record<string, { TableName: string }>[])
        for (const [kind, { TableName }] of Object.entries(item))
          allow(identity, actionOf[kind] ?? kind, TableName)
      return enter(true, () => work(input))
    }

  const operations: Record<string, Operation> = {
    ...Object.fromEntries(
      [...reads, ...writes].map((name) => [name, name.startsWith('Batch') ? batch(name) : single(name)]),
    ),
    TransactWriteItems: transact(transactions.write),
    TransactGetItems: transact(transactions.get),
  }

  return {
    handle: jsonDoor({
      access: given.access,
      now: () => given.clock.now(),
      operations,
      typePrefix: 'com.amazonaws.dynamodb.v20120810#',
    }),

    async createTable(properties) {
      const spec = properties['TimeToLiveSpecification'] as
        { AttributeName?: string; Enabled?: boolean } | undefined
      if (spec?.Enabled && spec.AttributeName) ttl.set(properties.TableName, spec.AttributeName)
      const wanted = [
        'TableName',
        'AttributeDefinitions',
        'KeySchema',
        'GlobalSecondaryIndexes',
        'BillingMode',
      ]
      try {
        await inner.call(
          'CreateTable',
          Object.fromEntries(Object.entries(properties).filter(([name]) => wanted.includes(name))),
        )
      } catch (error) {
        if (!(error instanceof AwsError) || error.code !== 'ResourceInUseException') throw error
      }
    },

    close: () => inner.close(),
  }
}
