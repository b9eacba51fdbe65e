import * as z from 'zod'
import { S3Error } from './errors'

const Bytes = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
])
const field = z
  .string()
  .startsWith('$')
  .transform((name) => name.slice(1).toLowerCase())

const Policy = z.strictObject({
  expiration: z.iso.datetime({ offset: true }),
  conditions: z.array(
    z.union([
      z.tuple([z.literal('content-length-range'), Bytes, Bytes]),
      z.tuple([z.enum(['eq', 'starts-with']), field, z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
})

interface Condition {
  operator: 'eq' | 'starts-with'
  /** in lower case */
  field: string
  value: string
}

/** What a signed POST policy allows: every condition on a field, and the size of the file, bounds included. */
export interface PostPolicy {
  /** milliseconds since 1970 */
  expires: number
  conditions: Condition[]
  minBytes: number
  maxBytes: number
}

const unchecked = new Set(['policy', 'x-amz-signature', 'file'])

const refused = (why: string) => new S3Error('AccessDenied', `Invalid according to Policy: ${why}`)

/** @throws S3Error InvalidPolicyDocument, also for an operator that S3 does not know */
export function parsePolicy(base64: string): PostPolicy {
  let document: unknown
  try {
    document = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))
  } catch {
    throw new S3Error('InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.')
  }
  const read = Policy.safeParse(document)
  if (!read.success)
    throw new S3Error('InvalidPolicyDocument', `Invalid Policy: ${z.prettifyError(read.error)}`)
  const policy: PostPolicy = {
    expires: Date.parse(read.data.expiration),
    conditions: [],
    minBytes: 0,
    maxBytes: Infinity,
  }
  for (const condition of read.data.conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, value] of Object.entries(condition))
        policy.conditions.push({ operator: 'eq', field: name.toLowerCase(), value })
    } else if (condition[0] === 'content-length-range') {
      policy.minBytes = Math.max(policy.minBytes, condition[1])
      policy.maxBytes = Math.min(policy.maxBytes, condition[2])
    } else {
      const [operator, name, value] = condition
      policy.conditions.push({ operator, field: name, value })
    }
  }
  return policy
}

/** Several types in one Content-Type field must each begin as demanded. */
function holds({ operator, field: name, value }: Condition, told: string | undefined): boolean {
  if (told === undefined) return false
  if (operator === 'eq') return told === value
  const each = name === 'content-type' ? told.split(',').map((type) => type.trim()) : [told]
  return each.every((text) => text.startsWith(value))
}

/**
 * Every field of the form must satisfy its conditions, and must have one.
 * @param fields by lower-case name, `${filename}` already replaced
 * @throws S3Error AccessDenied naming the condition or the field
 */
export function requirePolicy(
  policy: PostPolicy,
  fields: ReadonlyMap<string, string>,
  bucket: string,
  now: number,
): void {
  if (now >= policy.expires) throw refused('Policy expired.')
  const covered = new Set(policy.conditions.map((condition) => condition.field))
  for (const condition of policy.conditions) {
    const told = condition.field === 'bucket' ? bucket : fields.get(condition.field)
    const { operator, field: name, value } = condition
    if (!holds(condition, told))
      throw refused(`Policy Condition failed: ${JSON.stringify([operator, `$${name}`, value])}`)
  }
  const extra = [...fields.keys()].filter(
    (name) => !covered.has(name) && !unchecked.has(name) && !name.startsWith('x-ignore-'),
  )
  if (extra.length) throw refused(`Extra input fields: ${extra.join(', ')}`)
  if (fields.has('bucket') && fields.get('bucket') !== bucket)
    throw refused('the field bucket names another bucket')
}
