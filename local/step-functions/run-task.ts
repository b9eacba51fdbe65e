import { setTimeout as sleep } from 'node:timers/promises'
import { InvokeArguments, MAX_SECONDS, type TaskState } from './asl'
import type { Branch } from './branch'
import type { EntryOf, Outcome } from './entry'
import type { Execution } from './execution'
import { Failure, failureOf, Halted, limited } from './failure'
import type { Needs, Visit } from './run-states'
import { issueToken } from './tokens'

/** Calls a function for an execution with the right of its machine's role; throws Failure. */
export type Invoke = (execution: Execution, call: InvokeCall) => Promise<unknown>

export interface InvokeCall {
  FunctionName: string
  Payload?: unknown
  Qualifier?: string
}

type Scheduled = EntryOf<'TaskScheduled'>

const isCallback = ({ Resource }: { Resource: string }) => Resource.endsWith('.waitForTaskToken')

/** One attempt at a Task. Its end is written by whoever comes first: the function, the token, or the time. */
export async function runTask(
  needs: Needs,
  branch: Branch,
  state: TaskState,
  visit: Visit,
): Promise<unknown> {
  const { execution } = branch
  const { key } = visit
  if (!execution.ended.has(key)) {
    const scheduled = await schedule(needs, branch, state, visit)
    const own = branch.child()
    try {
      await new Promise<void>((resolve, reject) => {
        own.onHalt(execution.onTaskEnded(key, () => resolve()))
        // Ended while it was being scheduled? Nobody had its token then, but a restart may find it so.
        if (execution.ended.has(key)) return resolve()
        carryOut(needs, own, state, scheduled).catch(reject)
      })
    } finally {
      own.halt()
    }
    const pauseMs = needs.pauseMs()
    if (pauseMs > 0) await sleep(pauseMs)
  }
  const { outcome } = execution.ended.get(key)!
  if ('error' in outcome) throw new Failure(outcome.error, outcome.cause)
  return outcome.output
}

/** What is on disk of a callback stands, its token is in somebody's hands; a plain call begins anew after a crash. */
async function schedule(needs: Needs, branch: Branch, state: TaskState, visit: Visit): Promise<Scheduled> {
  const { execution } = branch
  const { key, bindings } = visit
  const known = execution.scheduled.get(key)
  if (known && isCallback(state)) return known
  if (known) return branch.record({ ...known, type: 'TaskScheduled' })

  const token = isCallback(state) ? issueToken(execution.id) : undefined
  const context = { ...(bindings.states['context'] as object), ...(token && { Task: { Token: token } }) }
  const seen = { ...bindings, states: { ...bindings.states, context } }
  const call = InvokeArguments.safeParse(await needs.evaluate(state.Arguments, seen))
  if (!call.success) throw new Failure('States.Runtime', `Arguments of lambda:invoke: ${call.error.message}`)
  const milliseconds = async (name: 'TimeoutSeconds' | 'HeartbeatSeconds') => {
    if (state[name] === undefined) return undefined
    const value = await needs.evaluate(state[name], seen)
    if (Number.isInteger(value) && 0 < Number(value) && Number(value) <= MAX_SECONDS)
      return Number(value) * 1000
    throw new Failure('States.QueryEvaluationError', `${name} is ${JSON.stringify(value)}`)
  }
  return branch.record(
    {
      ...{ type: 'TaskScheduled', key, resource: state.Resource, token },
      arguments: limited(call.data, 'what the function is given'),
      timeoutMs: await milliseconds('TimeoutSeconds'),
      heartbeatMs: await milliseconds('HeartbeatSeconds'),
    },
    token !== undefined,
  )
}

/** Calls the function and watches the time. Resolves when nothing is left to do; rejects for a bug only. */
async function carryOut(needs: Needs, own: Branch, state: TaskState, scheduled: Scheduled): Promise<void> {
  const { execution } = own
  const { key, timeoutMs, heartbeatMs } = scheduled
  const end = (outcome: Outcome) => {
    if (!own.halted && !execution.ended.has(key)) own.record({ type: 'TaskEnded', key, outcome }, true)
  }
  const call = async () => {
    const outcome = await outcomeOf(needs.invoke(execution, scheduled.arguments as InvokeCall))
    if (own.halted || execution.ended.has(key)) return
    if ('error' in outcome || !isCallback(state)) end(outcome)
    else own.record({ type: 'TaskSubmitted', key })
  }
  const begun = performance.now()
  const called = execution.submitted.has(key) ? Promise.resolve() : call()
  const grace = async () => {
    const left = Math.min(needs.graceMs, (timeoutMs ?? 0) - (performance.now() - begun))
    if (left <= 0) return
    const over = new AbortController()
    own.onHalt(() => over.abort())
    await Promise.race([called, sleep(left, undefined, { signal: over.signal }).catch(() => undefined)])
    over.abort()
  }
  const watchTimeout = async () => {
    if (timeoutMs === undefined) return
    await own.until(scheduled.at + timeoutMs)
    await grace()
    end({ error: 'States.Timeout', cause: `The task took longer than ${timeoutMs / 1000} seconds` })
  }
  const watchHeartbeat = async () => {
    if (heartbeatMs === undefined) return
    const due = () => (execution.beats.get(key) ?? scheduled.at) + heartbeatMs
    while (due() > needs.now()) await own.until(due())
    await grace()
    if (due() > needs.now()) return watchHeartbeat()
    end({ error: 'States.HeartbeatTimeout', cause: `No heartbeat for ${heartbeatMs / 1000} seconds` })
  }
  await Promise.all([called, watchTimeout(), watchHeartbeat()]).catch((error: unknown) => {
    if (!(error instanceof Halted)) throw error
  })
}

async function outcomeOf(invocation: Promise<unknown>): Promise<Outcome> {
  try {
    const Payload = limited((await invocation) ?? null, 'what the function returned')
    return { output: { ExecutedVersion: '$LATEST', Payload, StatusCode: 200 } }
  } catch (error) {
    const failure = failureOf(error)
    return { error: failure.error, cause: failure.cause }
  }
}
