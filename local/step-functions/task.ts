import { randomBytes } from 'node:crypto'
import type { State } from './asl'
import { AslError, evaluate, type Bindings } from './evaluate'
import type { Execution, Pending } from './execution'
import type { Waits } from './waits'

export interface TaskNeeds {
  waits: Waits
  now: () => number
  /** calls the function named in the arguments on behalf of the machine's role; throws AslError */
  call(execution: Execution, resource: string, args: unknown): Promise<unknown>
  tokens: Map<string, { execution: Execution; key: string }>
}

const tokenOf = () => randomBytes(780).toString('base64url')

const seconds = async (
  value: number | string | undefined,
  bindings: Bindings,
): Promise<number | undefined> => {
  if (value === undefined) return undefined
  const evaluated = await evaluate(value, bindings)
  if (typeof evaluated !== 'number' || !(evaluated > 0))
    throw new AslError('States.QueryEvaluationError', `seconds are ${String(evaluated)}`)
  return evaluated
}

/** One try of a Task state. What the journal holds of it is given again instead of being done again. */
export async function runTask(
  needs: TaskNeeds,
  execution: Execution,
  key: string,
  state: State,
  bindings: Bindings,
): Promise<unknown> {
  const recorded = execution.done.get(key)
  if (recorded) {
    if (recorded.error !== undefined) throw new AslError(recorded.error, recorded.cause ?? '')
    return recorded.output
  }
  const isCallback = state.Resource?.endsWith('.waitForTaskToken') ?? false
  try {
    const output = isCallback
      ? await callback(needs, execution, key, state, bindings)
      : await plain(needs, execution, key, state, bindings)
    // A callback's success was written when its token was used, before that call was answered.
    if (!execution.done.has(key)) keep(execution, key, { output })
    return output
  } catch (error) {
    if (!(error instanceof AslError)) throw error
    if (!execution.done.has(key)) keep(execution, key, { error: error.error, cause: error.message })
    throw error
  }
}

/** Writes a result once; from then on the key is done. */
export function keep(
  execution: Execution,
  key: string,
  result: { output?: unknown; error?: string; cause?: string },
): void {
  const entry = execution.record(result.error === undefined ? 'TaskSucceeded' : 'TaskFailed', {
    key,
    ...result,
  })
  execution.done.set(key, { ...result, at: entry.at })
}

async function plain(
  needs: TaskNeeds,
  execution: Execution,
  key: string,
  state: State,
  bindings: Bindings,
): Promise<unknown> {
  const args = await evaluate(state.Arguments ?? bindings.states['input'], bindings)
  const limit = await seconds(state.TimeoutSeconds, bindings)
  execution.record('TaskScheduled', { key })
  const call = needs.call(execution, state.Resource ?? '', args)
  return limit === undefined ? call : withDeadline(needs, call, needs.now() + limit * 1000, 'States.Timeout')
}

async function withDeadline<T>(needs: TaskNeeds, work: Promise<T>, at: number, error: string): Promise<T> {
  const wait = needs.waits.until(at)
  try {
    return await Promise.race([
      work,
      wait.done.then(() => {
        throw new AslError(error, 'the time of this task is over')
      }),
    ])
  } finally {
    wait.cancel()
  }
}

async function callback(
  needs: TaskNeeds,
  execution: Execution,
  key: string,
  state: State,
  bindings: Bindings,
): Promise<unknown> {
  const pending = execution.pending.get(key) ?? fresh(needs, execution, key)
  const context = { ...(bindings.states['context'] as object), Task: { Token: pending.token } }
  const withToken = { ...bindings, states: { ...bindings.states, context } }
  const args = await evaluate(state.Arguments ?? bindings.states['input'], withToken)
  const limit = await seconds(state.TimeoutSeconds, withToken)
  const beat = await seconds(state.HeartbeatSeconds, withToken)
  const answered = new Promise<unknown>((resolve, reject) => Object.assign(pending, { resolve, reject }))
  answered.catch(() => undefined)
  needs.tokens.set(pending.token, { execution, key })
  try {
    if (!pending.called) {
      const called = needs.call(execution, state.Resource ?? '', args).then(() => {
        pending.called = true
        if (!execution.done.has(key)) execution.record('TaskSubmitted', { key })
      })
      // The token may be used before the function that got it has returned.
      const first = await Promise.race([
        called.then(() => 'called' as const),
        answered.then(() => 'answered' as const),
      ])
      if (first === 'answered') called.catch(() => undefined)
    }
    const waited =
      limit === undefined
        ? answered
        : withDeadline(needs, answered, pending.at + limit * 1000, 'States.Timeout')
    return await (beat === undefined ? waited : Promise.race([waited, heartbeats(needs, pending, beat)]))
  } finally {
    needs.tokens.delete(pending.token)
    execution.pending.delete(key)
  }
}

function fresh(needs: TaskNeeds, execution: Execution, key: string): Pending {
  const token = tokenOf()
  const { at } = execution.record('TaskScheduled', { key, token })
  const pending: Pending = { token, at, called: false, beatAt: at }
  execution.pending.set(key, pending)
  return pending
}

async function heartbeats(needs: TaskNeeds, pending: Pending, beat: number): Promise<never> {
  for (;;) {
    const due = pending.beatAt + beat * 1000
    await needs.waits.until(due).done
    if (pending.beatAt + beat * 1000 <= needs.now())
      throw new AslError('States.HeartbeatTimeout', 'no heartbeat came')
  }
}
