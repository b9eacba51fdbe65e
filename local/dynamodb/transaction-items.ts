import { AwsError } from '../aws/json-protocol'
import { refuseUnknown } from './parameters'
import type { Item, Tables } from './tables'

/** One member of a transaction, as the SDK sends it. */
export interface Wish {
  TableName: string
  Item?: Item
  Key?: Item
  ConditionExpression?: string
  UpdateExpression?: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Item
  ReturnValuesOnConditionCheckFailure?: string
}

export interface Planned {
  kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck'
  wish: Wish
  key: Item
}

const maxItems = 100
const maxBytes = 4 * 2 ** 20

/** One item of one table, whatever the order of its key. */
export const itemName = (table: string, key: Item): string =>
  JSON.stringify([table, Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))])

const invalid = (message: string) => new AwsError('ValidationException', message)

/** The members of `TransactItems` as kind and wish. @throws AwsError ValidationException for 0, over 100 or unknown ones */
export function membersOf(input: Record<string, unknown>, kinds: string[]): [kind: string, wish: Wish][] {
  const items = input['TransactItems']
  if (!Array.isArray(items) || items.length === 0 || items.length > maxItems)
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length between 1 and ${maxItems}, inclusive`,
    )
  return items.map((item) => {
    const members = Object.entries(item as Record<string, Wish>)
    const [kind, wish] = members[0] ?? []
    if (members.length !== 1 || kind === undefined || wish === undefined || !kinds.includes(kind))
      throw invalid(`TransactItems can only contain one of ${kinds.join(', ')}`)
    refuseUnknown(kind, wish)
    return [kind, wish]
  })
}

const used = (expressions: (string | undefined)[]): Set<string> =>
  new Set(expressions.flatMap((text) => text?.match(/[#:][A-Za-z0-9_]+/g) ?? []))

/** DynamoDB refuses placeholders that an expression does not use, so each call gets only its own. */
export function placeholders(wish: Wish, expression: string | undefined) {
  const mine = used([expression])
  const pick = <T>(all: Record<string, T> | undefined) => {
    const kept = Object.entries(all ?? {}).filter(([name]) => mine.has(name))
    return kept.length > 0 ? Object.fromEntries(kept) : undefined
  }
  return {
    ExpressionAttributeNames: pick(wish.ExpressionAttributeNames),
    ExpressionAttributeValues: pick(wish.ExpressionAttributeValues),
  }
}

function refuseUnused(wish: Wish): void {
  const all = used([wish.ConditionExpression, wish.UpdateExpression])
  for (const field of ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const) {
    const unused = Object.keys(wish[field] ?? {}).filter((name) => !all.has(name))
    if (unused.length > 0)
      throw invalid(`Value provided in ${field} unused in expressions: keys: {${unused.join(', ')}}`)
  }
}

/** What a transaction will do, checked as far as that needs no look into the table. */
export async function planOf(input: Record<string, unknown>, tables: Tables): Promise<Planned[]> {
  const members = membersOf(input, ['ConditionCheck', 'Put', 'Delete', 'Update'])
  const bytes = members.reduce((sum, [, wish]) => sum + Buffer.byteLength(JSON.stringify(wish.Item ?? {})), 0)
  if (bytes > maxBytes) throw invalid('Transaction request size cannot exceed 4194304 bytes')
  const seen = new Set<string>()
  const planned: Planned[] = []
  for (const [kind, wish] of members) {
    refuseUnused(wish)
    if (kind === 'ConditionCheck' && wish.ConditionExpression === undefined)
      throw invalid('ConditionCheck needs a ConditionExpression')
    const key = await tables.keyOf(wish.TableName, wish.Key ?? wish.Item ?? {})
    const id = itemName(wish.TableName, key)
    if (seen.has(id)) throw invalid('Transaction request cannot include multiple operations on one item')
    seen.add(id)
    planned.push({ kind: kind as Planned['kind'], wish, key: wish.Key ?? key })
  }
  return planned
}
