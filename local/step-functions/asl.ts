import * as z from 'zod'

/** Amazon States Language in JSONata, as far as it runs here. Fields that are not listed are refused by name. */
const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression in {% %}')
const seconds = z.union([z.int().nonnegative(), expression])
const assign = z.record(z.string(), z.unknown()).optional()
const output = z.unknown().optional()
const names = z.array(z.string()).min(1)

const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: names,
  IntervalSeconds: z.int().positive().default(1),
  MaxAttempts: z.int().nonnegative().default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().positive().optional(),
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
  Timestamp: z.string().optional(),
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
const Parallel = z.strictObject({
  ...guarded,
  Type: z.literal('Parallel'),
  Arguments: z.unknown().optional(),
  Branches: z.array(z.unknown()).min(1),
})
const MapState = z.strictObject({
  ...guarded,
  Type: z.literal('Map'),
  Items: z.union([expression, z.array(z.unknown())]).optional(),
  ItemSelector: z.unknown().optional(),
  ItemProcessor: z.unknown(),
  MaxConcurrency: seconds.optional(),
})
const Succeed = z.strictObject({ ...common, Type: z.literal('Succeed'), Output: output })
const Fail = z.strictObject({
  ...common,
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  Cause: z.string().optional(),
})

/** One state as it is written; branches and item processors are read as levels of their own. */
export const StateText = z.discriminatedUnion('Type', [
  Task,
  Pass,
  Wait,
  Choice,
  Parallel,
  MapState,
  Succeed,
  Fail,
])
export const LevelText = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata').optional(),
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
  /** of the whole machine only */
  TimeoutSeconds: z.int().positive().optional(),
  Version: z.literal('1.0').optional(),
  /** of an item processor only */
  ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE').optional() }).optional(),
})

export type Retrier = z.infer<typeof Retrier>
export type Catcher = z.infer<typeof Catcher>
export type TaskState = z.infer<typeof Task>
export type WaitState = z.infer<typeof Wait>
export type ChoiceState = z.infer<typeof Choice>
export type FailState = z.infer<typeof Fail>
export type ParallelState = Omit<z.infer<typeof Parallel>, 'Branches'> & { Branches: Level[] }
export type MapState = Omit<z.infer<typeof MapState>, 'ItemProcessor'> & { ItemProcessor: Level }
export type State =
  | TaskState
  | WaitState
  | ChoiceState
  | FailState
  | ParallelState
  | MapState
  | z.infer<typeof Pass>
  | z.infer<typeof Succeed>

/** States that follow each other: a machine, a branch of a Parallel, or what a Map does with each item. */
export interface Level {
  StartAt: string
  States: Record<string, State>
  TimeoutSeconds?: number
}
