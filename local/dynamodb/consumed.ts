import type { Operation } from '../aws/json-protocol'
import type { Bill } from '../cloud/bill'
import type { Item, Tables } from './tables'

type Wish = Record<string, unknown> & { TableName: string }

/** Bytes of a value as DynamoDB counts them: text in UTF-8, two digits a byte, three bytes for a list or map. */
function bytesOf(value: unknown): number {
  const [[type = '', held] = []] = Object.entries(value as object) as [string, unknown][]
  if (type === 'S') return Buffer.byteLength(String(held))
  if (type === 'N') return Math.ceil(String(held).length / 2) + 1
  if (type === 'B') return Buffer.byteLength(String(held), 'base64')
  if (type === 'L') return (held as unknown[]).reduce<number>((sum, one) => sum + 1 + bytesOf(one), 3)
  if (type === 'M') return 3 + itemBytes(held as Item) + Object.keys(held as object).length
  if (type === 'SS' || type === 'NS') return (held as string[]).join('').length
  return 1
}
const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0)
const kilobytes = (...items: (Item | undefined)[]) =>
  Math.max(1, ...items.map((item) => Math.ceil((item ? itemBytes(item) : 0) / 1024)))

/** Of an index that holds whole items: what left it and what came into it, or what changed in place. */
function indexUnits(key: string, before: Item | undefined, after: Item | undefined): number {
  const [was, is] = [before, after].map((item) => item && JSON.stringify(item[key])) as (string | undefined)[]
  if (was !== undefined && was === is)
    return JSON.stringify(before) === JSON.stringify(after) ? 0 : kilobytes(before, after)
  return (was === undefined ? 0 : kilobytes(before)) + (is === undefined ? 0 : kilobytes(after))
}

const wishesOf = (name: string, input: Record<string, unknown>): Wish[] =>
  name === 'TransactWriteItems'
    ? (input['TransactItems'] as Record<string, Wish>[]).flatMap((member) => Object.values(member))
    : [input as Wish]

const writes = /^(Put|Update|Delete|TransactWrite)Items?$/

/**
 * Adds to `bill` the request units of each call, as DynamoDB bills a table on demand: a unit for each 4 KB read (half of
 * one when it need not be the newest), one for each KB written to the table and to each index, twice that in a
 * transaction. A write that its condition refused is billed for the item that stood there.
 */
export function metered(
  operations: Record<string, Operation>,
  {
    bill,
    tables,
    read,
  }: { bill: Bill; tables: Tables; read(table: string, key: Item): Promise<Item | undefined> },
): Record<string, Operation> {
  const standing = (wishes: Wish[]) =>
    Promise.all(
      wishes.map(async ({ TableName, Key, Item }) =>
        read(TableName, await tables.keyOf(TableName, (Key ?? Item) as Item)),
      ),
    )
  const writing =
    (name: string, operation: Operation): Operation =>
    async (input, identity) => {
      const wishes = wishesOf(name, input)
      const before = await standing(wishes)
      try {
        return await operation(input, identity)
      } finally {
        const after = await standing(wishes)
        for (const [at, { TableName }] of wishes.entries()) {
          const { indexes } = await tables.shapeOf(TableName)
          const ofIndexes = Object.values(indexes).map((key) => indexUnits(key, before[at], after[at]))
          const units = kilobytes(before[at], after[at]) + ofIndexes.reduce((sum, one) => sum + one, 0)
          bill.tableWriteUnits += name === 'TransactWriteItems' ? 2 * units : units
        }
      }
    }
  const reading =
    (operation: Operation): Operation =>
    async (input, identity) => {
      const { ConsumedCapacity, ...output } = (await operation(
        { ...input, ReturnConsumedCapacity: 'TOTAL' },
        identity,
      )) as Record<string, unknown>
      for (const { CapacityUnits } of [ConsumedCapacity].flat() as { CapacityUnits: number }[])
        bill.tableReadUnits += CapacityUnits
      return output
    }
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      writes.test(name)
        ? writing(name, operation)
        : ['GetItem', 'Query', 'Scan', 'BatchGetItem'].includes(name)
          ? reading(operation)
          : operation,
    ]),
  )
}
