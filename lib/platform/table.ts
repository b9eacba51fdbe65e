import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  DeleteItemCommand,
  type AttributeValue,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'

/** One row: `pk` and `sk` are its key, `gsi1pk`/`gsi1sk` place it in a list or queue; docs/table.md has them all. */
export type Row = Record<string, unknown> & { pk: string; sk: string }
export type Key = Pick<Row, 'pk' | 'sk'>

/** A DynamoDB condition: expression with `#name` and `:value` placeholders. */
export interface Condition {
  expression: string
  names?: Record<string, string>
  values?: Record<string, unknown>
}

export type Write =
  | { put: Row; when?: Condition }
  | { check: Key; when: Condition }
  | { remove: Key; when?: Condition }
  /** puts the row where none is; one that is there stays as it is, and the transaction goes on */
  | { keep: Row; when?: undefined }

export const keyOfWrite = (write: Write): Key =>
  'put' in write ? write.put : 'keep' in write ? write.keep : 'check' in write ? write.check : write.remove

/** A condition did not hold. `row` is what stands there now, so that the caller can say who came first. */
export class ConditionFailed extends Error {
  constructor(readonly row: Row | undefined) {
    super('the row is not as expected')
    this.name = 'ConditionFailed'
  }
}

/** What another hand has moved meanwhile stands. */
export async function unlessMoved(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error
  }
}

/** A transaction takes 100 writes: those that need not be of one moment, in pieces. */
export const pieces = <T>(all: T[], size = 50): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))

export const absent: Condition = { expression: 'attribute_not_exists(pk)' }

/** Where a reader stands in a list: the sort key it is listed by, and the row's own key. */
export interface Place extends Key {
  place: string
}

/** A stretch of a list or partition by sort key, both ends inclusive; `after` is where the stretch before ended. */
export interface Span {
  from?: string | undefined
  to?: string | undefined
  newestFirst?: boolean
  /** default 100; `Infinity` reads to the end */
  limit?: number
  after?: Place | undefined
}

export interface Table {
  /** strongly consistent */
  get(key: Key): Promise<Row | undefined>
  put(row: Row, when?: Condition): Promise<void>
  remove(key: Key, when?: Condition): Promise<void>
  /** Adds `by` to a number attribute and returns the new value; the row must exist. */
  increment(key: Key, attribute: string, by: number): Promise<number>
  /** All rows of a partition, or those whose sort key starts with `prefix`; strongly consistent. */
  partition(pk: string, prefix?: string): Promise<Row[]>
  /** Rows of a partition by sort key, at most `limit`; strongly consistent. */
  span(pk: string, span?: Span): Promise<Row[]>
  /** Rows of a list in GSI 1, by sort key, at most `limit`; eventually consistent. What people page: `pageOf`. */
  list(gsi1pk: string, span?: Span): Promise<Row[]>
  /** All or nothing. Throws ConditionFailed with the first row that was not as expected. */
  transact(writes: Write[]): Promise<void>
}

const pack = (value: Record<string, unknown>): Record<string, AttributeValue> =>
  marshall(value, { removeUndefinedValues: true })

const terms = (when: Condition | undefined) =>
  when && {
    ConditionExpression: when.expression,
    ...(when.names && { ExpressionAttributeNames: when.names }),
    ...(when.values && { ExpressionAttributeValues: pack(when.values) }),
  }

const failedRow = (item: Record<string, AttributeValue> | undefined) =>
  item === undefined ? undefined : (unmarshall(item) as Row)

const conditional = async <T>(send: () => Promise<T>): Promise<T> => {
  try {
    return await afterConflicts(send)
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException')
      throw new ConditionFailed(failedRow((error as { Item?: Record<string, AttributeValue> }).Item))
    throw error
  }
}

const conflictTries = 8
const longestPauseMs = 1_000

/** A transaction held a row at that instant: nothing was written, and the SDK does not ask again. */
async function afterConflicts<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send()
    } catch (error) {
      const codes = cancellationReasons(error).map(({ Code }) => Code)
      const isConflict =
        (error instanceof Error && error.name === 'TransactionConflictException') ||
        (codes.includes('TransactionConflict') && !codes.includes('ConditionalCheckFailed'))
      if (!isConflict || attempt === conflictTries) throw error
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(20 * 2 ** attempt, longestPauseMs) * Math.random()),
      )
    }
  }
}

interface CancellationReason {
  Code?: string
  Item?: Record<string, AttributeValue>
}

const cancellationReasons = (error: unknown): CancellationReason[] =>
  error instanceof Error && error.name === 'TransactionCanceledException'
    ? ((error as { CancellationReasons?: CancellationReason[] }).CancellationReasons ?? [])
    : []

/** An update that gives each attribute its value where it has none: the only put that never fails and never replaces. */
function kept(row: Row) {
  const { pk, sk, ...attributes } = row
  const named = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return {
    Key: pack({ pk, sk }),
    UpdateExpression: `SET ${named.map((_, at) => `#n${at} = if_not_exists(#n${at}, :v${at})`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(named.map(([name], at) => [`#n${at}`, name])),
    ExpressionAttributeValues: pack(Object.fromEntries(named.map(([, value], at) => [`:v${at}`, value]))),
  }
}

/** The one table behind named access patterns; stores are its only users. */
export function dynamoTable(name: string, client: DynamoDBClient = new DynamoDBClient({})): Table {
  const asWrite = (write: Write): TransactWriteItem => {
    const common = { TableName: name, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }
    if ('put' in write) return { Put: { ...common, Item: pack(write.put), ...terms(write.when) } }
    if ('keep' in write) return { Update: { TableName: name, ...kept(write.keep) } }
    if ('check' in write)
      return { ConditionCheck: { ...common, Key: pack(write.check), ...terms(write.when)! } }
    return { Delete: { ...common, Key: pack(write.remove), ...terms(write.when) } }
  }

  const query = async (
    input: Omit<ConstructorParameters<typeof QueryCommand>[0], 'TableName'>,
    limit = Infinity,
  ) => {
    const rows: Row[] = []
    let next = input.ExclusiveStartKey
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: name,
          ...input,
          ExclusiveStartKey: next,
          ...(limit < Infinity && { Limit: limit }),
        }),
      )
      rows.push(...(page.Items ?? []).map((item) => unmarshall(item) as Row))
      next = page.LastEvaluatedKey
    } while (next && rows.length < limit)
    return rows.slice(0, limit)
  }

  return {
    async get(key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: pack({ pk: key.pk, sk: key.sk }), ConsistentRead: true }),
      )
      return Item && (unmarshall(Item) as Row)
    },

    async put(row, when) {
      await conditional(() =>
        client.send(
          new PutItemCommand({
            TableName: name,
            Item: pack(row),
            ...terms(when),
            ...(when && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
          }),
        ),
      )
    },

    async remove(key, when) {
      await conditional(() =>
        client.send(
          new DeleteItemCommand({
            TableName: name,
            Key: pack({ pk: key.pk, sk: key.sk }),
            ...terms(when),
            ...(when && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
          }),
        ),
      )
    },

    async increment(key, attribute, by) {
      const { Attributes } = await conditional(() =>
        client.send(
          new UpdateItemCommand({
            TableName: name,
            Key: pack({ pk: key.pk, sk: key.sk }),
            UpdateExpression: 'ADD #attribute :by',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeNames: { '#attribute': attribute },
            ExpressionAttributeValues: pack({ ':by': by }),
            ReturnValues: 'UPDATED_NEW',
          }),
        ),
      )
      return Number(unmarshall(Attributes ?? {})[attribute])
    },

    partition: (pk, prefix) =>
      query({
        KeyConditionExpression: prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
        ExpressionAttributeValues: pack({ ':pk': pk, ...(prefix && { ':prefix': prefix }) }),
        ConsistentRead: true,
      }),

    span: (pk, { from = '', to = '\uffff', newestFirst = false, limit = 100, after } = {}) =>
      query(
        {
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: pack({ ':pk': pk, ':from': from || ' ', ':to': to }),
          ScanIndexForward: !newestFirst,
          ConsistentRead: true,
          ...(after && { ExclusiveStartKey: pack({ pk: after.pk, sk: after.sk }) }),
        },
        limit,
      ),

    list: (gsi1pk, { from = '', to = '\uffff', newestFirst = false, limit = 100, after } = {}) =>
      query(
        {
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk BETWEEN :from AND :to',
          ExpressionAttributeValues: pack({ ':pk': gsi1pk, ':from': from || ' ', ':to': to }),
          ScanIndexForward: !newestFirst,
          ...(after && {
            ExclusiveStartKey: pack({ gsi1pk, gsi1sk: after.place, pk: after.pk, sk: after.sk }),
          }),
        },
        limit,
      ),

    async transact(writes) {
      const command = new TransactWriteItemsCommand({ TransactItems: writes.map(asWrite) })
      try {
        await afterConflicts(() => client.send(command))
      } catch (error) {
        const failed = cancellationReasons(error).find(({ Code }) => Code === 'ConditionalCheckFailed')
        throw failed ? new ConditionFailed(failedRow(failed.Item)) : error
      }
    },
  }
}
