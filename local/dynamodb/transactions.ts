import { createHash } from 'node:crypto'
import { AwsError } from '../aws/json-protocol'
import type { Gate } from './gate'
import type { Holds } from './holds'
import type { Inner } from './inner'
import type { Item, Tables } from './tables'
import { itemName, membersOf, placeholders, planOf, type Planned, type Wish } from './transaction-items'
import { openTransactionLog, type Before } from './transaction-log'

interface Reason {
  Code: string
  Message?: string
  Item?: Item
}

/** What dynalite says of an expression that is wrong whatever the item holds; DynamoDB refuses it outright. */
const wrongForAnyItem = /^(Invalid |Value provided in |ExpressionAttribute|\d+ validation error)/

const cancelled = (reasons: Reason[]) =>
  new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    { CancellationReasons: reasons },
  )

/**
 * Transact* over an engine without them: all conditions first, then all writes behind an undo log, alone behind the gate.
 * What a crash left half done is taken back before this resolves.
 */
export async function createTransactions(given: {
  inner: Inner
  tables: Tables
  gate: Gate
  /** items of transactions from their arrival to their end */
  holds: Holds
  file: string
  now: () => number
  /** each item of a transaction that is done, with what stood there before */
  onWritten: (item: { kind: Planned['kind']; table: string; keys: Item; old: Item | undefined }) => void
}): Promise<{
  write(input: Record<string, unknown>): Promise<object>
  get(input: Record<string, unknown>): Promise<object>
  read(table: string, key: Item): Promise<Item | undefined>
  close(): void
}> {
  const { inner, tables, gate, holds } = given
  const inProgress = new Set<string>()
  const log = openTransactionLog(given.file, given.now)

  const takeBack = async (before: Before[]) => {
    for (const { table, key, old } of before)
      await (old
        ? inner.call('PutItem', { TableName: table, Item: old })
        : inner.call('DeleteItem', { TableName: table, Key: key }))
    log.undone()
  }
  await takeBack(log.halfDone)

  const read = async (table: string, key: Item) =>
    (await inner.call('GetItem', { TableName: table, Key: key, ConsistentRead: true }))['Item'] as
      Item | undefined

  /** Asks by a write that changes nothing: the item put over itself, or an absent one deleted. */
  const reasonOf = async ({ wish, key }: Planned, old: Item | undefined): Promise<Reason> => {
    if (wish.ConditionExpression === undefined) return { Code: 'None' }
    const { TableName, ConditionExpression } = wish
    const condition = { TableName, ConditionExpression, ...placeholders(wish, ConditionExpression) }
    try {
      await (old
        ? inner.call('PutItem', { ...condition, Item: old })
        : inner.call('DeleteItem', { ...condition, Key: key }))
      return { Code: 'None' }
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error
      const told = wish.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && old
      return { Code: 'ConditionalCheckFailed', Message: error.message, ...(told && { Item: old }) }
    }
  }

  const apply = ({ kind, wish, key }: Planned) => {
    const { TableName, Item, UpdateExpression } = wish
    if (kind === 'Put') return inner.call('PutItem', { TableName, Item })
    if (kind === 'Delete') return inner.call('DeleteItem', { TableName, Key: key })
    return inner.call('UpdateItem', {
      ...{ TableName, Key: key, UpdateExpression },
      ...placeholders(wish, UpdateExpression),
    })
  }

  const applyAll = async (planned: Planned[], before: Before[]) => {
    for (const [index, one] of planned.entries())
      try {
        if (one.kind !== 'ConditionCheck') await apply(one)
      } catch (error) {
        await takeBack(before)
        if (!(error instanceof AwsError) || wrongForAnyItem.test(error.message)) throw error
        const failed = { Code: 'ValidationError', Message: error.message }
        throw cancelled(planned.map((_, n) => (n === index ? failed : { Code: 'None' })))
      }
  }

  const carryOut = async (planned: Planned[], token: string | undefined, signature: string) => {
    const olds: (Item | undefined)[] = []
    for (const { wish, key } of planned) olds.push(await read(wish.TableName, key))
    const reasons: Reason[] = []
    for (const [index, one] of planned.entries()) reasons.push(await reasonOf(one, olds[index]))
    if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons)

    const before = planned.map(({ wish, key }, index) => ({ table: wish.TableName, key, old: olds[index] }))
    log.begin(before)
    await applyAll(planned, before)
    log.done(token, signature)
    for (const [index, { kind, wish, key }] of planned.entries())
      given.onWritten({ kind, table: wish.TableName, keys: key, old: olds[index] })
  }

  return {
    read,
    async write(input) {
      const token = input['ClientRequestToken'] as string | undefined
      const signature = createHash('sha256')
        .update(JSON.stringify(input['TransactItems'] ?? []))
        .digest('hex')
      if (token !== undefined && inProgress.has(token))
        throw new AwsError(
          'TransactionInProgressException',
          'The transaction with the given request token is already in progress.',
        )
      const done = token === undefined ? undefined : log.doneWith(token)
      if (done === signature) return {}
      if (done !== undefined)
        throw new AwsError(
          'IdempotentParameterMismatchException',
          'the token was used for another transaction',
        )

      if (token !== undefined) inProgress.add(token)
      try {
        const planned = await planOf(input, tables)
        const names = planned.map(({ wish, key }) => itemName(wish.TableName, key))
        const held = names.map(holds.conflicts)
        if (held.includes(true))
          throw cancelled(
            held.map((isHeld) =>
              isHeld
                ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
                : { Code: 'None' },
            ),
          )
        await holds.during(names, () => gate(true, () => carryOut(planned, token, signature)))
        return {}
      } finally {
        if (token !== undefined) inProgress.delete(token)
      }
    },
    get: (input) =>
      gate(true, async () => {
        const Responses: object[] = []
        for (const [, wish] of membersOf(input, ['Get']) as [string, Wish][]) {
          const { Item } = await inner.call('GetItem', { ...wish, ConsistentRead: true })
          Responses.push(Item === undefined ? {} : { Item })
        }
        return { Responses }
      }),
    close: log.close,
  }
}
