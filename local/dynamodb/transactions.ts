import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { AwsError } from '../aws/json-protocol'
import type { Inner } from './inner'

type Item = Record<string, unknown>

interface Wish {
  TableName: string
  Item?: Item
  Key?: Item
  ConditionExpression?: string
  UpdateExpression?: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, unknown>
  ReturnValuesOnConditionCheckFailure?: string
}

interface Planned {
  kind: string
  wish: Wish
  key: Item
  old: Item | undefined
}

const tokenLivesMs = 10 * 60_000

const pick = (wish: Wish, ...names: (keyof Wish)[]) =>
  Object.fromEntries(names.filter((name) => wish[name] !== undefined).map((name) => [name, wish[name]]))

/** DynamoDB refuses placeholders that an expression does not use, so each call gets only its own. */
function placeholders(wish: Wish, expression: string | undefined) {
  const used = <T>(all: Record<string, T> | undefined) => {
    const kept = Object.entries(all ?? {}).filter(([name]) =>
      new RegExp(`${name.replace('$', '\\$')}(?![A-Za-z0-9_])`).test(expression ?? ''),
    )
    return kept.length > 0 ? Object.fromEntries(kept) : undefined
  }
  return {
    ExpressionAttributeNames: used(wish.ExpressionAttributeNames),
    ExpressionAttributeValues: used(wish.ExpressionAttributeValues),
  }
}

function durably(file: string, text: string): void {
  const handle = openSync(`${file}.new`, 'w')
  writeSync(handle, text)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(`${file}.new`, file)
}

/** Transact* over an engine without them: all conditions first, then all writes behind an undo journal. */
export function createTransactions(given: {
  inner: Inner
  journal: string
  keyOf: (table: string, item: Item) => Promise<Item>
  now: () => number
}) {
  const { inner, journal, keyOf } = given
  const tokens = new Map<string, { signature: string; until: number }>()

  const read = async (table: string, key: Item): Promise<Item | undefined> =>
    (await inner.call('GetItem', { TableName: table, Key: key, ConsistentRead: true }))['Item'] as
      Item | undefined

  /** Evaluates a condition by a write that changes nothing: the item put over itself, or an absent one deleted. */
  const holds = async ({ wish, key, old }: Planned): Promise<boolean> => {
    const condition = {
      TableName: wish.TableName,
      ConditionExpression: wish.ConditionExpression,
      ...placeholders(wish, wish.ConditionExpression),
    }
    try {
      await (old
        ? inner.call('PutItem', { ...condition, Item: old })
        : inner.call('DeleteItem', { ...condition, Key: key }))
      return true
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return false
      throw error
    }
  }

  const plan = async (items: Record<string, Wish>[]): Promise<Planned[]> => {
    const planned: Planned[] = []
    for (const item of items) {
      const [kind, wish] = Object.entries(item)[0] ?? []
      if (!kind || !wish) throw new AwsError('ValidationException', 'a transaction item is empty')
      const key = wish.Key ?? (await keyOf(wish.TableName, wish.Item ?? {}))
      if (
        planned.some(
          (one) => one.wish.TableName === wish.TableName && JSON.stringify(one.key) === JSON.stringify(key),
        )
      )
        throw new AwsError(
          'ValidationException',
          'Transaction request cannot include multiple operations on one item',
        )
      planned.push({ kind, wish, key, old: await read(wish.TableName, key) })
    }
    return planned
  }

  const apply = ({ kind, wish, key }: Planned) => {
    if (kind === 'Put') return inner.call('PutItem', pick(wish, 'TableName', 'Item'))
    if (kind === 'Delete') return inner.call('DeleteItem', { TableName: wish.TableName, Key: key })
    return inner.call('UpdateItem', {
      ...pick(wish, 'TableName', 'Key', 'UpdateExpression'),
      ...placeholders(wish, wish.UpdateExpression),
    })
  }

  /** What a crash or an error left half done is taken back; called at every start. */
  const undo = async (): Promise<void> => {
    if (!existsSync(journal)) return
    for (const { table, key, old } of JSON.parse(readFileSync(journal, 'utf8')) as {
      table: string
      key: Item
      old?: Item
    }[])
      await (old
        ? inner.call('PutItem', { TableName: table, Item: old })
        : inner.call('DeleteItem', { TableName: table, Key: key }))
    rmSync(journal)
  }

  const write = async (input: Record<string, unknown>): Promise<Record<string, never>> => {
    const items = (input['TransactItems'] ?? []) as Record<string, Wish>[]
    const token = input['ClientRequestToken'] as string | undefined
    const signature = JSON.stringify(items)
    const known = token ? tokens.get(token) : undefined
    if (known && known.until > given.now()) {
      if (known.signature === signature) return {}
      throw new AwsError('IdempotentParameterMismatchException', 'the token was used for another transaction')
    }
    if (items.length === 0 || items.length > 100)
      throw new AwsError('ValidationException', 'a transaction has 1 to 100 items')
    const planned = await plan(items)
    const reasons: Record<string, unknown>[] = []
    for (const one of planned) {
      const fits = one.wish.ConditionExpression === undefined || (await holds(one))
      const wantsOld = one.wish.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && one.old
      reasons.push(
        fits
          ? { Code: 'None' }
          : {
              Code: 'ConditionalCheckFailed',
              Message: 'The conditional request failed',
              ...(wantsOld && { Item: one.old }),
            },
      )
    }
    if (reasons.some((reason) => reason['Code'] !== 'None'))
      throw new AwsError(
        'TransactionCanceledException',
        `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => String(reason['Code'])).join(', ')}]`,
        { CancellationReasons: reasons },
      )
    const writes = planned.filter((one) => one.kind !== 'ConditionCheck')
    durably(
      journal,
      JSON.stringify(writes.map(({ wish, key, old }) => ({ table: wish.TableName, key, old }))),
    )
    try {
      for (const one of writes) await apply(one)
    } catch (error) {
      await undo()
      throw error
    }
    rmSync(journal, { force: true })
    if (token) tokens.set(token, { signature, until: given.now() + tokenLivesMs })
    return {}
  }

  const get = async (input: Record<string, unknown>) => {
    const responses: Record<string, unknown>[] = []
    for (const { Get } of (input['TransactItems'] ?? []) as { Get: Wish }[]) {
      const output = await inner.call('GetItem', { ...Get, ConsistentRead: true })
      responses.push(output['Item'] ? { Item: output['Item'] } : {})
    }
    return { Responses: responses }
  }

  return { write, get, undo, read }
}
