import * as z from 'zod'

/** Amazon States Language in JSONata, as far as it runs here. Fields that are not listed are refused by name. */
const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression in {% %}')

/** The longest wait and the longest time of a task, in seconds: three years. */
export const MAX_SECONDS = 99_999_999
const seconds = z.union([z.int().nonnegative().max(MAX_SECONDS), expression])

/** Letters and digits of any script, a letter first; `$states` is AWS's own. */
const variable = z
  .string()
  .max(80)
  .regex(/^(?!states$)\p{ID_Start}\p{ID_Continue}*$/u, 'is no name of a variable')
const assign = z.record(variable, z.unknown()).optional()
const output = z.unknown().optional()
const names = z.array(z.string()).min(1)

const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: names,
  IntervalSeconds: z.int().positive().max(MAX_SECONDS).default(1),
  MaxAttempts: z.int().nonnegative().max(MAX_SECONDS).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().positive().max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
})
const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: names,
  Next: z.string(),
  Assign: assign,
  Output: output,
})

const common = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() }
const onward = {
  ...common,
  Next: z.string().optional(),
  End: z.literal(true).optional(),
  Assign: assign,
  Output: output,
}
const guarded = { ...onward, Retry: z.array(Retrier).default([]), Catch: z.array(Catcher).default([]) }

/** What `lambda:invoke` is given; another invocation type would not be waited for. */
export const InvokeArguments = z.strictObject({
  FunctionName: z.string(),
  Payload: z.unknown().optional(),
  Qualifier: z.string().optional(),
  InvocationType: z.literal('RequestResponse').optional(),
})

const integration = /^arn:aws(-cn|-us-gov)?:states:::lambda:invoke(\.waitForTaskToken)?$/

const Task = z.strictObject({
  ...guarded,
  Type: z.literal('Task'),
  Resource: z.string().regex(integration, {
    error: ({ input }) =>
      `${String(input)} is not supported by this emulator: it knows lambda:invoke and lambda:invoke.waitForTaskToken`,
  }),
  Arguments: z.union([expression, InvokeArguments], 'must be FunctionName and Payload, or an expression'),
  TimeoutSeconds: seconds.optional(),
  HeartbeatSeconds: seconds.optional(),
})
const Pass = z.strictObject({ ...onward, Type: z.literal('Pass') })
const Wait = z.strictObject({
  ...onward,
  Type: z.literal('Wait'),
  Seconds: seconds.optional(),
  Timestamp: z.union([z.iso.datetime({ offset: true }), expression]).optional(),
})
const Choice = z.strictObject({
  ...common,
  Type: z.literal('Choice'),
  Choices: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        Condition: z.union([z.boolean(), expression]),
        Next: z.string(),
        Assign: assign,
        Output: output,
      }),
    )
    .min(1),
  Default: z.string().optional(),
  Assign: assign,
  Output: output,
})
const Succeed = z.strictObject({ ...common, Type: z.literal('Succeed'), Output: output })
const Fail = z.strictObject({
  ...common,
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  Cause: z.string().optional(),
})

export const State = z.discriminatedUnion('Type', [Task, Pass, Wait, Choice, Succeed, Fail], {
  error: ({ input }) =>
    `${String((input as { Type?: unknown } | null)?.Type)} is not supported by this emulator: Task, Pass, Wait, Choice, Succeed and Fail are`,
})
export const DefinitionText = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata').optional(),
  StartAt: z.string(),
  States: z.record(z.string().max(80), z.unknown()),
  TimeoutSeconds: z.int().positive().max(MAX_SECONDS).optional(),
  Version: z.literal('1.0').optional(),
})

export type Retrier = z.infer<typeof Retrier>
export type Catcher = z.infer<typeof Catcher>
export type TaskState = z.infer<typeof Task>
export type WaitState = z.infer<typeof Wait>
export type ChoiceState = z.infer<typeof Choice>
export type State = z.infer<typeof State>

/** States that follow each other. */
export interface Definition {
  StartAt: string
  States: Record<string, State>
  TimeoutSeconds?: number
}
