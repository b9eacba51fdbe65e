import { mkdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import type { Access, Identity, MovableClock } from '../aws/access'
import { AwsError, jsonDoor, type Operation } from '../aws/json-protocol'
import type { Bill } from '../cloud/bill'
import { metered } from './consumed'
import { createGate } from './gate'
import { createHolds } from './holds'
import { startInner } from './inner'
import { laggingIndexes } from './lagging-indexes'
import { refuseUnknown } from './parameters'
import { rightsOn } from './rights'
import { createTables, tableArn, type Item } from './tables'
import { startTimeToLive } from './time-to-live'
import { itemName } from './transaction-items'
import { createTransactions } from './transactions'

export interface DynamoDb {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /**
   * Makes a table from the properties of AWS::DynamoDB::Table, its name among them; one that is there is left as it is.
   * Throws when it is there with other keys, or when a property is one that would be ignored.
   */
  createTable(properties: Record<string, unknown> & { TableName: string }): Promise<void>
  /** Every item in the order of their partitions: for looking over the whole, on no user's path. */
  items(table: string): AsyncIterable<Item>
  /** The items of one partition at one moment, by the partition key `pk`. */
  partition(table: string, pk: string): Promise<Item[]>
  /** Tells from now on what changes in a table that is there. Throws AwsError ResourceNotFoundException. */
  openStream(table: string): Promise<void>
  close(): Promise<void>
}

type Input = Record<string, unknown>

/** What a write did to one item, as a stream of keys only tells it. */
export interface ItemChange {
  table: string
  kind: 'INSERT' | 'MODIFY' | 'REMOVE'
  keys: Item
}

const actionOf: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
}
const Named = z.looseObject({ TableName: z.string() })
const Specification = z.strictObject({ Enabled: z.boolean(), AttributeName: z.string().min(1) })
const Keys = z.object({ Keys: z.array(z.unknown()) })
const Requests = z.array(z.record(z.string(), z.record(z.string(), z.unknown())))

/** DynamoDB on one machine: dynalite behind a front that checks signatures and rights and adds what it lacks. */
export async function createDynamoDb(given: {
  dir: string
  access: Access
  clock: MovableClock
  /** told of each item that a write changed, after it is written; what its time to live ends is not told */
  onChange?: (change: ItemChange) => void
  /** lets in what AWS allows itself, from 0 to 1: indexes that lag, conflicts with unseen hands */
  chance?: (() => number) | undefined
  /** request units are added to it */
  bill?: Bill | undefined
}): Promise<DynamoDb> {
  const { dir, access, clock, chance, onChange = () => undefined } = given
  mkdirSync(dir, { recursive: true })
  const disk = await startInner(join(dir, 'tables'))
  const inner = chance ? await laggingIndexes({ inner: disk, now: clock.now, chance }) : disk
  const gate = createGate()
  const holds = createHolds(chance)
  const tables = createTables(inner, join(dir, 'time-to-live.json'))
  const transactions = await createTransactions({
    ...{ inner, tables, gate, holds },
    file: join(dir, 'transactions.jsonl'),
    now: clock.now,
    onWritten: ({ kind, ...item }) => {
      if (tables.hasStream(item.table) && kind !== 'ConditionCheck') tell(kind === 'Delete', item)
    },
  })
  const timeToLive = startTimeToLive({ inner, tables, gate, clock })
  const allow = rightsOn(access, tables)

  /**
   * Alone when the caller wants to see why its condition failed, or a stream tells what the write did: nobody may change
   * that item in between.
   */
  const write =
    (name: string) =>
    async ({ ReturnValuesOnConditionCheckFailure: shown, ...input }: Input) => {
      const table = String(input['TableName'])
      const isTold = tables.hasStream(table)
      const keys = () => tables.keyOf(table, (input['Key'] ?? input['Item']) as Item)
      const standing = async () => transactions.read(table, await keys())
      if (holds.conflicts(itemName(table, await keys())))
        throw new AwsError('TransactionConflictException', 'Transaction is ongoing for the item')
      return gate(isTold || shown === 'ALL_OLD', async () => {
        const old = isTold ? await standing() : undefined
        try {
          const output = await inner.call(name, input)
          if (isTold) tell(name === 'DeleteItem', { table, keys: await keys(), old })
          return output
        } catch (error) {
          if (
            !(error instanceof AwsError) ||
            error.code !== 'ConditionalCheckFailedException' ||
            shown !== 'ALL_OLD'
          )
            throw error
          const Item = await standing()
          throw new AwsError(error.code, error.message, Item ? { Item } : {})
        }
      })
    }
  const tell = (
    isDelete: boolean,
    { old, ...item }: { table: string; keys: Item; old: Item | undefined },
  ) => {
    if (isDelete && !old) return
    onChange({ ...item, kind: isDelete ? 'REMOVE' : old ? 'MODIFY' : 'INSERT' })
  }
  const read = (name: string) => (input: Input) => gate(false, () => inner.call(name, input))
  const describe = async (input: Input) => {
    const { Table } = await inner.call('DescribeTable', input)
    const table = Table as Input
    return { Table: { ...table, TableArn: tableArn(String(table['TableName'])) } }
  }

  const single =
    (name: string, work: (input: Input) => Promise<unknown>): Operation =>
    async (input, identity) => {
      refuseUnknown(name, input)
      await allow(identity, name, Named.parse(input))
      return work(input)
    }

  const allowBatch = async (identity: Identity, name: string, requests: unknown) => {
    for (const [TableName, wanted] of Object.entries((requests ?? {}) as Input)) {
      const members =
        name === 'BatchGetItem'
          ? Keys.parse(wanted).Keys.map((Key) => ({ Key: Key as Item }))
          : Requests.parse(wanted).flatMap((request) => Object.values(request))
      await allow(identity, name, { TableName }, members)
    }
  }
  const batch =
    (name: string): Operation =>
    async (input, identity) => {
      refuseUnknown(name, input)
      await allowBatch(identity, name, input['RequestItems'])
      const [told] = Object.keys((input['RequestItems'] ?? {}) as Input).filter(tables.hasStream)
      if (told !== undefined && name === 'BatchWriteItem')
        throw new AwsError('ValidationException', `${name} on ${told}, which has a stream, is not supported`)
      return gate(false, () => inner.call(name, input))
    }

  const transact =
    (name: string, work: (input: Input) => Promise<unknown>): Operation =>
    async (input, identity) => {
      refuseUnknown(name, input)
      for (const item of (input['TransactItems'] ?? []) as object[])
        for (const [kind, wish] of Object.entries(item))
          await allow(identity, actionOf[kind] ?? kind, Named.parse(wish))
      return work(input)
    }

  const describeTimeToLive = async ({ TableName }: Input) => {
    const table = String(TableName)
    await tables.shapeOf(table)
    const AttributeName = tables.timeToLive()[table]
    return {
      TimeToLiveDescription:
        AttributeName === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName },
    }
  }
  const updateTimeToLive = async ({ TableName, TimeToLiveSpecification }: Input) => {
    const table = String(TableName)
    const wanted = Specification.parse(TimeToLiveSpecification)
    await tables.shapeOf(table)
    if (wanted.Enabled === table in tables.timeToLive())
      throw new AwsError(
        'ValidationException',
        `TimeToLive is already ${wanted.Enabled ? 'enabled' : 'disabled'}`,
      )
    tables.setTimeToLive(table, wanted.Enabled ? wanted.AttributeName : undefined)
    await timeToLive.sweep()
    return { TimeToLiveSpecification: wanted }
  }

  async function* pages(operation: 'Scan' | 'Query', input: Input): AsyncGenerator<Item[]> {
    let ExclusiveStartKey: unknown
    do {
      const page = await inner.call(operation, {
        ...input,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      })
      yield page['Items'] as Item[]
      ExclusiveStartKey = page['LastEvaluatedKey']
    } while (ExclusiveStartKey)
  }

  const operations: Record<string, Operation> = {
    ...Object.fromEntries(['GetItem', 'Query', 'Scan'].map((name) => [name, single(name, read(name))])),
    ...Object.fromEntries(
      ['PutItem', 'UpdateItem', 'DeleteItem'].map((name) => [name, single(name, write(name))]),
    ),
    DescribeTable: single('DescribeTable', describe),
    BatchGetItem: batch('BatchGetItem'),
    BatchWriteItem: batch('BatchWriteItem'),
    TransactWriteItems: transact('TransactWriteItems', transactions.write),
    TransactGetItems: transact('TransactGetItems', transactions.get),
    DescribeTimeToLive: single('DescribeTimeToLive', describeTimeToLive),
    UpdateTimeToLive: single('UpdateTimeToLive', updateTimeToLive),
    ListTables(input, identity) {
      refuseUnknown('ListTables', input)
      access.authorize(identity, 'dynamodb:ListTables', '*')
      return inner.call('ListTables', input)
    },
  }

  return {
    async *items(TableName) {
      for await (const items of pages('Scan', { TableName, ConsistentRead: true })) yield* items
    },
    partition: (TableName, pk) =>
      gate(true, async () => {
        const found: Item[] = []
        for await (const items of pages('Query', {
          ...{ TableName, ConsistentRead: true, KeyConditionExpression: 'pk = :pk' },
          ExpressionAttributeValues: { ':pk': { S: pk } },
        }))
          found.push(...items)
        return found
      }),
    handle: jsonDoor({
      access,
      now: () => clock.now(),
      operations: given.bill
        ? metered(operations, { bill: given.bill, tables, read: transactions.read })
        : operations,
      typePrefix: 'com.amazonaws.dynamodb.v20120810#',
    }),
    createTable: tables.create,
    openStream: tables.openStream,
    async close() {
      await timeToLive.close()
      transactions.close()
      await inner.close()
    },
  }
}
