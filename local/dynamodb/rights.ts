import type { Access, Identity } from '../aws/access'
import { tableArn, type Item, type Tables, type TableShape } from './tables'

interface Wanted {
  TableName: string
  Key?: Item
  Item?: Item
  IndexName?: string
  KeyConditionExpression?: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Item
}

/**
 * Asks whether somebody may do something to a table or its index; throws AccessDenied. A batch is asked about once a
 * table, with all its `members`.
 */
export type Allow = (
  identity: Identity,
  action: string,
  wanted: Wanted,
  members?: Pick<Wanted, 'Key' | 'Item'>[],
) => Promise<void>

const textOf = (attribute: Record<string, unknown> | undefined): string | undefined => {
  const value = attribute && (attribute['S'] ?? attribute['N'] ?? attribute['B'])
  return value === undefined ? undefined : String(value)
}

/** The partition that a key condition asks for, e.g. `A` in `pk = :pk` with `:pk` being `A`. */
function queried(wanted: Wanted, attribute: string): string | undefined {
  const terms = (wanted.KeyConditionExpression ?? '').matchAll(/(#?[\w.-]+)\s*=\s*(:\w+)/g)
  for (const [, path = '', value = ''] of terms)
    if ((wanted.ExpressionAttributeNames?.[path] ?? path) === attribute)
      return textOf(wanted.ExpressionAttributeValues?.[value])
  return undefined
}

function leadingKey(wanted: Wanted, shape: TableShape): string | undefined {
  const partition = wanted.IndexName === undefined ? shape.key[0] : shape.indexes[wanted.IndexName]
  if (partition === undefined) return undefined
  return wanted.KeyConditionExpression === undefined
    ? textOf((wanted.Key ?? wanted.Item)?.[partition])
    : queried(wanted, partition)
}

/** Rights on `table/<name>` or `table/<name>/index/<index>`; the partitions asked for are `dynamodb:LeadingKeys`. */
export const rightsOn =
  (access: Access, tables: Tables): Allow =>
  async (identity, action, wanted, members) => {
    // A stranger learns nothing about which tables there are: what is missing is told after the rights are known.
    const shape = await tables.find(wanted.TableName)
    const all = members ? members.map((member) => ({ ...member, TableName: wanted.TableName })) : [wanted]
    const leading = shape ? all.map((one) => leadingKey(one, shape)) : []
    const known = leading.filter((key) => key !== undefined)
    access.authorize(
      identity,
      `dynamodb:${action}`,
      tableArn(wanted.TableName, wanted.IndexName),
      known.length === 0 ? undefined : { 'dynamodb:LeadingKeys': [...new Set(known)] },
    )
  }
