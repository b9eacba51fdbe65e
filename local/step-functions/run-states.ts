import { MAX_SECONDS, type ChoiceState, type Definition, type State, type WaitState } from './asl'
import type { Branch } from './branch'
import type { EntryOf } from './entry'
import type { Bindings, Evaluate } from './evaluate'
import { Failure, failureOf, limited } from './failure'
import { catcherOf, retryOf } from './retry'
import { runTask, type Invoke } from './run-task'

/** What running needs from outside. */
export interface Needs {
  evaluate: Evaluate
  now(): number
  invoke: Invoke
  /** of the machine's role */
  roleArn: string
  /** 0 to 1, for the jitter of retries */
  random(): number
  /** how long after the end of a task its machine goes on, in real milliseconds */
  pauseMs(): number
  /**
   * A clock that jumps passes deadlines while a function really works for a moment; on AWS it would long have answered.
   * So long it may still take, in real milliseconds.
   */
  graceMs: number
}

/** Where a run stands between two states. */
interface Frame {
  input: unknown
  variables: Record<string, unknown>
}

/** One attempt at one state. */
export interface Visit {
  key: string
  input: unknown
  bindings: Bindings
  enteredAt: number
}

type Exit = Pick<EntryOf<'StateExited'>, 'output' | 'next' | 'assigned'>

/** Runs a machine to its end. What the journal holds is not done again, so a run goes on where it stood. */
export async function runStates(
  needs: Needs,
  branch: Branch,
  { StartAt, States }: Definition,
  given: unknown,
): Promise<unknown> {
  const variables: Record<string, unknown> = {}
  let name = StartAt
  let input = given
  for (let n = 0; ; n++) {
    const state = States[name]
    if (!state) throw new Failure('States.Runtime', `there is no state ${name}`)
    const key = `/${n}`
    const exited =
      branch.execution.exited.get(key) ??
      (await passThrough(needs, branch, { input, variables }, { name, state, key }))
    Object.assign(variables, exited.assigned)
    if (exited.next === undefined) return exited.output
    name = exited.next
    input = exited.output
  }
}

const contextOf = (needs: Needs, branch: Branch, name: string, at: number, attempt: number) => {
  const { started } = branch.execution
  return {
    Execution: {
      ...{ Id: started.arn, Name: started.name, Input: JSON.parse(started.input) as unknown },
      ...{ StartTime: new Date(started.at).toISOString(), RoleArn: needs.roleArn, RedriveCount: 0 },
    },
    StateMachine: { Id: started.machineArn, Name: started.machine },
    State: { Name: name, EnteredTime: new Date(at).toISOString(), RetryCount: attempt },
  }
}

/** One state with its retries and catches. */
async function passThrough(
  needs: Needs,
  branch: Branch,
  frame: Frame,
  { name, state, key }: { name: string; state: State; key: string },
): Promise<EntryOf<'StateExited'>> {
  const { execution } = branch
  const kind = state.Type
  const entered =
    execution.entered.get(key) ??
    branch.record({ type: 'StateEntered', key, state: name, kind, input: frame.input })
  const { input, at } = entered
  const leave = (exit: Exit) =>
    branch.record({
      ...{ type: 'StateExited', key, state: name, kind, next: exit.next },
      output: limited(exit.output, `the output of ${name}`),
      assigned: exit.assigned && limited(exit.assigned, `what ${name} assigns`),
    })
  for (;;) {
    const retried = execution.retried.get(key) ?? []
    await branch.until(retried.at(-1)?.until ?? 0)
    const context = contextOf(needs, branch, name, at, retried.length)
    const bindings: Bindings = { ...frame.variables, states: { input, context } }
    const visit = { key: `${key}#${retried.length}`, input, bindings, enteredAt: at }
    try {
      return leave(await once(needs, branch, state, visit))
    } catch (error) {
      const failure = failureOf(error)
      const retry = 'Retry' in state ? retryOf(state.Retry, failure, retried, needs.random) : undefined
      if (retry) {
        const until = needs.now() + retry.pauseMs
        branch.record({ type: 'StateRetried', key, retrier: retry.retrier, until })
        continue
      }
      const catcher = 'Catch' in state ? catcherOf(state.Catch, failure) : undefined
      if (!catcher) throw failure
      const errorOutput = { Error: failure.error, Cause: failure.cause }
      const seen = { ...bindings, states: { ...bindings.states, errorOutput } }
      return leave(await conclude(needs, catcher, seen, errorOutput, catcher.Next))
    }
  }
}

/** Assign and Output see the same moment: what is assigned is visible from the next state on. */
export async function conclude(
  { evaluate }: Pick<Needs, 'evaluate'>,
  { Assign, Output }: { Assign?: Record<string, unknown>; Output?: unknown },
  bindings: Bindings,
  otherwise: unknown,
  next: string | undefined,
): Promise<Exit> {
  const assigned = Assign && ((await evaluate(Assign, bindings)) as Record<string, unknown>)
  const output = Output === undefined ? otherwise : await evaluate(Output, bindings)
  return { output, next, assigned }
}

async function once(needs: Needs, branch: Branch, state: State, visit: Visit): Promise<Exit> {
  const { bindings, input } = visit
  const withResult = (result: unknown, next: string | undefined) =>
    conclude(needs, state as object, { ...bindings, states: { ...bindings.states, result } }, result, next)
  switch (state.Type) {
    case 'Task':
      return withResult(await runTask(needs, branch, state, visit), state.Next)
    case 'Pass':
      return conclude(needs, state, bindings, input, state.Next)
    case 'Wait':
      await pause(needs, branch, state, visit)
      return conclude(needs, state, bindings, input, state.Next)
    case 'Choice':
      return choose(needs, state, visit)
    case 'Succeed':
      return conclude(needs, state, bindings, input, undefined)
    case 'Fail':
      throw new Failure(
        String(await needs.evaluate(state.Error ?? 'States.Fail', bindings)),
        String(await needs.evaluate(state.Cause ?? '', bindings)),
      )
  }
}

export async function choose(
  needs: Pick<Needs, 'evaluate'>,
  state: ChoiceState,
  { bindings, input }: Pick<Visit, 'bindings' | 'input'>,
): Promise<Exit> {
  for (const choice of state.Choices) {
    const holds = await needs.evaluate(choice.Condition, bindings)
    if (typeof holds !== 'boolean')
      throw new Failure('States.QueryEvaluationError', `Condition ${choice.Condition} is not a boolean`)
    if (holds) return conclude(needs, choice, bindings, input, choice.Next)
  }
  if (state.Default === undefined)
    throw new Failure('States.NoChoiceMatched', 'no Choice matched and there is no Default')
  return conclude(needs, state, bindings, input, state.Default)
}

/** The hour is written down when the wait begins: a restart does not move it. */
async function pause(needs: Needs, branch: Branch, state: WaitState, visit: Visit): Promise<void> {
  const { key, bindings, enteredAt } = visit
  let until = branch.execution.waits.get(key)
  if (until === undefined) {
    const value = await needs.evaluate(state.Seconds ?? state.Timestamp, bindings)
    const seconds = Number.isInteger(value) && 0 <= Number(value) && Number(value) <= MAX_SECONDS
    if (state.Seconds === undefined) until = Date.parse(String(value))
    else until = seconds ? enteredAt + Number(value) * 1000 : Number.NaN
    if (Number.isNaN(until))
      throw new Failure('States.QueryEvaluationError', `${JSON.stringify(value)} is no time to wait for`)
    branch.record({ type: 'WaitBegun', key, until })
  }
  await branch.until(until)
}
