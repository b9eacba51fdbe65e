import * as z from 'zod'

const Failed = z.object({ error: z.string(), cause: z.string() })
/** How a task or an execution ended. */
export const Outcome = z.union([Failed, z.object({ output: z.unknown() })])
export type Outcome = z.infer<typeof Outcome>

export const Status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])
export type Status = z.infer<typeof Status>

/** `at`, `until` and `deadline` are milliseconds on the cloud's clock; `key` is a place in the run, see execution.ts. */
const at = z.number()
const key = z.string()
const state = z.string()
const kind = z.string()

/** One line of an execution's file. */
export const Entry = z.discriminatedUnion('type', [
  z.object({
    ...{ type: z.literal('ExecutionStarted'), at },
    ...{ arn: z.string(), name: z.string(), machineArn: z.string(), machine: z.string() },
    /** the JSON text that was given */
    input: z.string(),
    /** the machine as it was at that time: a running execution keeps its definition (aws.md 2.7) */
    definition: z.unknown(),
  }),
  z.object({ type: z.literal('StateEntered'), at, key, state, kind, input: z.unknown() }),
  z.object({
    ...{ type: z.literal('TaskScheduled'), at, key, resource: z.string(), arguments: z.unknown() },
    token: z.string().optional(),
    timeoutMs: z.number().optional(),
    heartbeatMs: z.number().optional(),
  }),
  z.object({ type: z.literal('TaskSubmitted'), at, key }),
  z.object({ type: z.literal('TaskHeartbeat'), at, key }),
  z.object({ type: z.literal('TaskEnded'), at, key, outcome: Outcome }),
  z.object({ type: z.literal('WaitBegun'), at, key, until: z.number() }),
  z.object({ type: z.literal('StateRetried'), at, key, retrier: z.number(), until: z.number() }),
  z.object({
    ...{ type: z.literal('StateExited'), at, key, state, kind, output: z.unknown() },
    next: z.string().optional(),
    assigned: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({ type: z.literal('ExecutionEnded'), at, status: Status, outcome: Outcome }),
])
export type Entry = z.infer<typeof Entry>
export type EntryOf<Type extends Entry['type']> = Extract<Entry, { type: Type }>
type Timeless<E> = E extends unknown ? Omit<E, 'at'> : never
/** An entry before it is written. */
export type Fact = Timeless<Entry>
