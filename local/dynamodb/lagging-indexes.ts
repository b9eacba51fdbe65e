import { setTimeout as sleep } from 'node:timers/promises'
import { itemName } from './transaction-items'
import { startInner, type Inner } from './inner'
import type { Item } from './tables'

/** How far a global index may be behind its table here; AWS promises no bound. */
export const longestLagMs = 2_000

/** An item whose change an index does not show before `due`, in milliseconds since 1970. */
interface Behind {
  table: string
  key: Item
  due: number
}

interface Described {
  TableName: string
  AttributeDefinitions: unknown
  KeySchema: { AttributeName: string }[]
  GlobalSecondaryIndexes?: { IndexName: string; KeySchema: unknown; Projection: unknown }[]
}

/** Tables and items, or keys of items, that a call writes. */
function writtenBy(operation: string, input: Record<string, unknown>): [table: string, item: Item][] {
  if (/^(Put|Update|Delete)Item$/.test(operation))
    return [[String(input['TableName']), (input['Key'] ?? input['Item']) as Item]]
  if (operation !== 'BatchWriteItem') return []
  const tables = Object.entries(
    input['RequestItems'] as Record<string, Record<string, Record<string, Item>>[]>,
  )
  return tables.flatMap(([table, requests]) =>
    requests.map(({ PutRequest, DeleteRequest }): [string, Item] => [
      table,
      (PutRequest?.['Item'] ?? DeleteRequest?.['Key'])!,
    ]),
  )
}

const keyOf = ({ KeySchema }: Described, item: Item): Item =>
  Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]!]))

/**
 * Tables whose global indexes learn of each change after a time of its own, so that the changes of one transaction show in
 * any order. Indexes are read from a copy in memory, made anew at each start; it catches up when it is asked, never by
 * itself.
 */
export async function laggingIndexes(given: {
  inner: Inner
  now: () => number
  chance: () => number
}): Promise<Inner> {
  const { inner, now, chance } = given
  const copy = await startInner()
  const copied = new Map<string, Promise<Described>>()
  let behind: Behind[] = []

  const statusOf = async (TableName: string) =>
    ((await copy.call('DescribeTable', { TableName }))['Table'] as { TableStatus: string }).TableStatus
  const copyOf = async (TableName: string): Promise<Described> => {
    const table = (await inner.call('DescribeTable', { TableName }))['Table'] as Described
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table
    await copy.call('CreateTable', {
      ...{ TableName, AttributeDefinitions, KeySchema },
      GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
        ...{ IndexName, KeySchema, Projection },
      })),
      BillingMode: 'PAY_PER_REQUEST',
    })
    while ((await statusOf(TableName)) !== 'ACTIVE') await sleep(5)
    let from: unknown
    do {
      const page = await inner.call('Scan', {
        TableName,
        ...(from !== undefined && { ExclusiveStartKey: from }),
      })
      for (const Item of page['Items'] as Item[]) await copy.call('PutItem', { TableName, Item })
      from = page['LastEvaluatedKey']
    } while (from)
    return table
  }
  const known = (table: string) => {
    const found =
      copied.get(table) ??
      copyOf(table).catch((error: unknown) => {
        copied.delete(table)
        throw error
      })
    copied.set(table, found)
    return found
  }

  const isGlobal = async (table: string, index: unknown) =>
    (await known(table)).GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === index)

  const catchUp = async () => {
    const due = behind.filter((one) => one.due <= now())
    behind = behind.filter((one) => one.due > now())
    const items = new Map(due.map((one) => [itemName(one.table, one.key), one]))
    for (const { table, key } of items.values()) {
      const { Item } = await inner.call('GetItem', { TableName: table, Key: key, ConsistentRead: true })
      await (Item
        ? copy.call('PutItem', { TableName: table, Item })
        : copy.call('DeleteItem', { TableName: table, Key: key }))
    }
  }
  let last: Promise<void> = Promise.resolve()

  return {
    async call(operation, input) {
      const { TableName: table, IndexName } = input as Record<string, unknown>
      if (operation === 'Query' && IndexName !== undefined && (await isGlobal(String(table), IndexName))) {
        await (last = last.then(catchUp))
        return copy.call(operation, input)
      }
      const written = writtenBy(operation, input as Record<string, unknown>)
      // Before the write: a copy begun in its middle would not know whether it holds it.
      for (const [table] of written) await known(table)
      const output = await inner.call(operation, input)
      for (const [table, item] of written)
        behind.push({ table, key: keyOf(await known(table), item), due: now() + chance() * longestLagMs })
      return output
    },
    async close() {
      await copy.close()
      await inner.close()
    },
  }
}
