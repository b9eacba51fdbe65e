import * as z from 'zod'

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())

/** Condition operators the evaluator knows. Another one is refused by name: it must not silently allow. */
export const operators = [
  'StringEquals',
  'StringLike',
  'ArnEquals',
  'ArnLike',
  'Bool',
  'ForAllValues:StringEquals',
  'ForAllValues:StringLike',
  'ForAllValues:StringNotLike',
  'Null',
] as const
export type Operator = (typeof operators)[number]

const Conditions = z.partialRecord(
  z.enum(operators),
  z.record(z.string(), z.union([oneOrMore, z.boolean().transform((value) => [String(value)])])),
)

const Common = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: Conditions.default({}),
})

/** One statement of an identity policy, lists made of single values. */
export const Statement = Common.refine(
  (statement) =>
    (statement.Action === undefined) !== (statement.NotAction === undefined) &&
    (statement.Resource === undefined) !== (statement.NotResource === undefined),
  'needs one of Action and NotAction, and one of Resource and NotResource',
)
export type Statement = z.infer<typeof Statement>

/** Throws an Error naming the role and what in its statements is not known here. */
export function statementsOf(role: string, statements: unknown[]): Statement[] {
  return statements.map((statement) => {
    const read = Statement.safeParse(statement)
    if (!read.success)
      throw new Error(`${role}: ${z.prettifyError(read.error)} in ${JSON.stringify(statement)}`)
    return read.data
  })
}
