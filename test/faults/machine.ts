import { parse } from 'yaml'
import { createBranch } from '../../local/step-functions/branch'
import type { Entry, EntryOf } from '../../local/step-functions/entry'
import type { Evaluate } from '../../local/step-functions/evaluate'
import { openExecution, type Execution } from '../../local/step-functions/execution'
import { failureOf } from '../../local/step-functions/failure'
import type { Journal } from '../../local/step-functions/journal'
import type { Definition } from '../../local/step-functions/asl'
import { runStates } from '../../local/step-functions/run-states'
import { executionOf } from '../../local/step-functions/tokens'
import type { Timeline } from './timeline'

const prefix = 'arn:aws:lambda:ap-southeast-1:000000000000:function:'
const machineArn = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:send-edition'

/** The machine as it is deployed, its functions named by their yml keys: `${ClaimDayArn}` calls `claimDay`. */
export const definitionOf = (asl: string): unknown =>
  parse(
    asl
      .replaceAll('${Partition}', 'aws')
      .replace(
        /\$\{(\w)(\w*)Arn\}/g,
        (_, first: string, rest: string) => `${prefix}${first.toLowerCase()}${rest}`,
      ),
  )

/** Nothing is kept on disk: what a crash of Step Functions itself leaves is proved in local/step-functions. */
const noJournal: Journal = { append: () => undefined, read: () => undefined, ids: () => [] }

/**
 * Executions of statemachines/send-edition.asl.yml on virtual time, walked by the parts of local/step-functions: its
 * states, Retry, Catch, timeouts and task tokens are the real ones.
 */
export function openMachine(given: {
  /** as `readDefinition` gives it: `definitionOf` */
  definition: Definition
  evaluate: Evaluate
  timeline: Timeline
  random: () => number
  invoke: (name: string, payload: unknown) => Promise<unknown>
  onEntry: (name: string, entry: Entry) => void
}) {
  const { definition, evaluate, timeline } = given
  const executions = new Map<string, Execution>()

  function run(execution: Execution) {
    const branch = createBranch(execution, timeline.waits)
    const end = (
      status: EntryOf<'ExecutionEnded'>['status'],
      outcome: EntryOf<'ExecutionEnded'>['outcome'],
    ) => {
      if (execution.end) return
      execution.record({ type: 'ExecutionEnded', status, outcome })
      given.onEntry(execution.started.name, execution.end!)
      branch.halt()
    }
    const fail = (error: unknown) => {
      const { error: name, cause } = failureOf(error)
      end('FAILED', { error: name, cause })
    }
    if (definition.TimeoutSeconds !== undefined)
      void branch
        .until(execution.started.at + definition.TimeoutSeconds * 1000)
        .then(() => end('TIMED_OUT', { error: 'States.Timeout', cause: '' }))
    runStates(
      {
        ...{ evaluate, now: timeline.now, random: given.random, graceMs: 0, roleArn: 'machine' },
        pauseMs: () => 0,
        invoke: (_, { FunctionName, Payload }) =>
          given.invoke(FunctionName.replace(prefix, ''), JSON.parse(JSON.stringify(Payload ?? {}))),
      },
      branch,
      definition,
      JSON.parse(execution.started.input) as unknown,
    ).then((output) => end('SUCCEEDED', { output }), fail)
  }

  return {
    /** StartExecution: the same name is the same execution. */
    start(name: string, input: Record<string, unknown>) {
      const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`
      if (executions.has(name)) return
      const started: Entry = {
        ...{ type: 'ExecutionStarted', at: timeline.now(), arn, name, machineArn, machine: 'send-edition' },
        ...{ input: JSON.stringify(input), definition: {} },
      }
      const execution = openExecution(noJournal, timeline.now, [started])
      const { record } = execution
      execution.record = (fact, durable) => {
        const entry = record(fact, durable)
        if (entry.type !== 'ExecutionEnded') given.onEntry(name, entry)
        return entry
      }
      executions.set(name, execution)
      run(execution)
    },

    /** SendTaskSuccess: a token used twice or too late is of nobody. */
    succeed(token: string, output: unknown): 'delivered' | 'gone' {
      const id = executionOf(token)
      const execution = [...executions.values()].find((one) => one.id === id)
      const key = execution?.open.get(token)
      if (!execution || key === undefined) return 'gone'
      execution.record({ type: 'TaskEnded', key, outcome: { output } })
      return 'delivered'
    },

    /** DescribeExecution. */
    stateOf: (name: string): 'running' | 'ended' | 'none' => {
      const execution = executions.get(name)
      return execution ? (execution.end ? 'ended' : 'running') : 'none'
    },

    running: () => [...executions.values()].filter(({ end }) => !end).map(({ started }) => started.name),
    ended: (name: string) => executions.get(name)?.end,
    names: () => [...executions.keys()],
  }
}
