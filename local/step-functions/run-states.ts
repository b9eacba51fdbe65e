import type { Catcher, Definition, Retrier, State } from './asl'
import { AslError, evaluate, type Bindings } from './evaluate'
import type { Execution } from './execution'
import { runTask, type TaskNeeds } from './task'

type Variables = Record<string, unknown>
type Step = { next: string } | { end: unknown }

const maxBytes = 256 * 1024

const matches = (names: string[], error: AslError): boolean =>
  names.includes(error.error) ||
  // What is terminal on AWS is terminal here.
  (names.includes('States.ALL') && !['States.DataLimitExceeded', 'States.Runtime'].includes(error.error)) ||
  (names.includes('States.TaskFailed') &&
    error.error !== 'States.Timeout' &&
    !error.error.startsWith('States.Data'))

function small(value: unknown): unknown {
  if (Buffer.byteLength(JSON.stringify(value) ?? '') > maxBytes)
    throw new AslError('States.DataLimitExceeded', `more than ${maxBytes} bytes`)
  return value
}

/** Runs one level of states to its end; deterministic, so that a replay comes to where the journal stands. */
export async function runStates(
  needs: TaskNeeds,
  execution: Execution,
  level: {
    definition: Definition
    input: unknown
    prefix: string
    variables: Variables
    context?: Record<string, unknown>
  },
): Promise<unknown> {
  const { definition, prefix, variables } = level
  let name = definition.StartAt
  let input = level.input
  for (let n = 0; ; n++) {
    const state = definition.States[name]
    if (!state) throw new AslError('States.Runtime', `there is no state ${name}`)
    const key = `${prefix}/${n}:${name}`
    let enteredAt = execution.enteredAt.get(key)
    if (enteredAt === undefined) {
      enteredAt = execution.record(`${state.Type}StateEntered`, { key, name, input: small(input) }).at
      execution.enteredAt.set(key, enteredAt)
    }
    const context = {
      Execution: {
        Id: execution.arn,
        Name: execution.name,
        Input: execution.input,
        StartTime: new Date(execution.startedAt).toISOString(),
      },
      StateMachine: { Id: execution.machineArn, Name: execution.machine },
      State: { Name: name, EnteredTime: new Date(enteredAt).toISOString(), RetryCount: 0 },
      ...level.context,
    }
    const step = await runState(needs, execution, { state, key, enteredAt, input, variables, context })
    if (!execution.left.has(key)) {
      execution.left.add(key)
      execution.record(`${state.Type}StateExited`, { key, name, output: small(step.output) })
    }
    if ('end' in step.go) return step.output
    name = step.go.next
    input = step.output
  }
}

interface Visit {
  state: State
  key: string
  enteredAt: number
  input: unknown
  variables: Variables
  context: Record<string, unknown>
}

/** One state with its retries and catches. */
async function runState(
  needs: TaskNeeds,
  execution: Execution,
  visit: Visit,
): Promise<{ go: Step; output: unknown }> {
  const { state, key, input, variables, context } = visit
  const tries = new Map<Retrier, number>()
  for (let attempt = 0; ; attempt++) {
    const attemptKey = attempt === 0 ? key : `${key}#${attempt}`
    const bindings: Bindings = {
      ...variables,
      states: {
        input,
        context: { ...context, State: { ...(context['State'] as object), RetryCount: attempt } },
      },
    }
    try {
      return await once(needs, execution, { ...visit, key: attemptKey }, bindings)
    } catch (error) {
      if (!(error instanceof AslError) || error.fatal || execution.status !== 'RUNNING') throw error
      const retrier = state.Retry?.find((one) => matches(one.ErrorEquals, error))
      const made = retrier ? (tries.get(retrier) ?? 0) : 0
      if (retrier && made < (retrier.MaxAttempts ?? 3)) {
        tries.set(retrier, made + 1)
        const pause = Math.min(
          (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** made,
          retrier.MaxDelaySeconds ?? Infinity,
        )
        const failedAt = execution.done.get(attemptKey)?.at ?? needs.now()
        await needs.waits.until(failedAt + pause * 1000).done
        continue
      }
      const catcher = state.Catch?.find((one) => matches(one.ErrorEquals, error))
      if (!catcher) throw error
      return caught(catcher, error, visit)
    }
  }
}

async function caught(catcher: Catcher, error: AslError, { input, variables, context }: Visit) {
  const errorOutput = { Error: error.error, Cause: error.message }
  const bindings: Bindings = { ...variables, states: { input, context, errorOutput } }
  const assigned = catcher.Assign ? ((await evaluate(catcher.Assign, bindings)) as Variables) : {}
  const output = catcher.Output === undefined ? errorOutput : await evaluate(catcher.Output, bindings)
  Object.assign(variables, assigned)
  return { go: { next: catcher.Next }, output }
}

async function once(
  needs: TaskNeeds,
  execution: Execution,
  visit: Visit,
  bindings: Bindings,
): Promise<{ go: Step; output: unknown }> {
  const { state, input, variables } = visit
  if (state.Type === 'Choice') return choose(state, visit, bindings)
  if (state.Type === 'Fail')
    throw new AslError(
      String(await evaluate(state.Error ?? 'Failed', bindings)),
      String(await evaluate(state.Cause ?? '', bindings)),
      true,
    )
  const result = await resultOf(needs, execution, visit, bindings)
  const after: Bindings = { ...bindings, states: { ...bindings.states, result } }
  // Assign and Output see the same snapshot: an assigned variable is visible from the next state on.
  const assigned = state.Assign ? ((await evaluate(state.Assign, after)) as Variables) : {}
  const output = state.Output === undefined ? (result ?? input) : await evaluate(state.Output, after)
  Object.assign(variables, assigned)
  return { go: state.End || state.Type === 'Succeed' ? { end: output } : { next: state.Next ?? '' }, output }
}

async function choose(state: State, { input, variables }: Visit, bindings: Bindings) {
  for (const choice of state.Choices ?? []) {
    if ((await evaluate(choice.Condition, bindings)) !== true) continue
    const assigned = choice.Assign ? ((await evaluate(choice.Assign, bindings)) as Variables) : {}
    const output = choice.Output === undefined ? input : await evaluate(choice.Output, bindings)
    Object.assign(variables, assigned)
    return { go: { next: choice.Next }, output }
  }
  if (!state.Default)
    throw new AslError('States.NoChoiceMatched', 'no choice matched and there is no Default')
  const assigned = state.Assign ? ((await evaluate(state.Assign, bindings)) as Variables) : {}
  Object.assign(variables, assigned)
  return {
    go: { next: state.Default },
    output: state.Output === undefined ? input : await evaluate(state.Output, bindings),
  }
}

async function resultOf(
  needs: TaskNeeds,
  execution: Execution,
  visit: Visit,
  bindings: Bindings,
): Promise<unknown> {
  const { state, key, enteredAt, input } = visit
  switch (state.Type) {
    case 'Task':
      return runTask(needs, execution, key, state, bindings)
    case 'Wait': {
      const at =
        state.Seconds !== undefined
          ? enteredAt + Number(await evaluate(state.Seconds, bindings)) * 1000
          : Date.parse(String(await evaluate(state.Timestamp, bindings)))
      await needs.waits.until(at).done
      return input
    }
    case 'Parallel':
      return parallel(needs, execution, visit, bindings)
    case 'Map':
      return map(needs, execution, visit, bindings)
    default:
      return input
  }
}

async function parallel(
  needs: TaskNeeds,
  execution: Execution,
  { state, key, input, variables }: Visit,
  bindings: Bindings,
) {
  const given = state.Arguments === undefined ? input : await evaluate(state.Arguments, bindings)
  return Promise.all(
    (state.Branches ?? []).map((definition, n) =>
      runStates(needs, execution, {
        definition,
        input: given,
        prefix: `${key}[${n}]`,
        variables: { ...variables },
      }),
    ),
  )
}

async function map(
  needs: TaskNeeds,
  execution: Execution,
  { state, key, input, variables, context }: Visit,
  bindings: Bindings,
) {
  const items = (state.Items === undefined ? input : await evaluate(state.Items, bindings)) as unknown[]
  const outputs = new Array<unknown>(items.length)
  const definition = state.ItemProcessor
  if (!definition) throw new AslError('States.Runtime', 'Map has no ItemProcessor')
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const inner = { Map: { Item: { Index: index, Value: items[index] } } }
      const selected =
        state.ItemSelector === undefined
          ? items[index]
          : await evaluate(state.ItemSelector, {
              ...bindings,
              states: { ...bindings.states, context: { ...context, ...inner } },
            })
      outputs[index] = await runStates(needs, execution, {
        definition,
        input: selected,
        prefix: `${key}<${index}>`,
        variables: { ...variables },
        context: inner,
      })
    }
  }
  await Promise.all(
    Array.from({ length: Math.min(state.MaxConcurrency || items.length, items.length) }, worker),
  )
  return outputs
}
