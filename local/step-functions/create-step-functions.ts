import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import type { Access, Identity, MovableClock } from '../aws/access'
import { AwsError, jsonDoor, type Operation } from '../aws/json-protocol'
import { createBranch, type Branch } from './branch'
import type { Outcome, Status } from './entry'
import { createEvaluate } from './evaluate'
import type { Execution } from './execution'
import { executionOperations } from './execution-operations'
import { openExecutions } from './executions'
import { failureOf, Halted } from './failure'
import { invokeAs, type InvokeFunction } from './invoke'
import { openJournal } from './journal'
import { readDefinition } from './read-definition'
import { runStates } from './run-states'
import { taskOperations } from './task-operations'
import { testOperations } from './test-state'
import { waitsOn } from './waits'

export interface Machine {
  name: string
  arn: string
  /** Amazon States Language in JSONata, substitutions made */
  definition: unknown
  /** whose statements allow what the machine calls */
  role: Identity
}

export interface StepFunctions {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Adds or replaces a machine; its running executions go on with the definition they began with. */
  define(machine: Machine): void
  /** how many executions of a machine, by its name, are in each status */
  counts(machine: string): Record<Status, number>
  /** Stops at once; what runs goes on at the next start. */
  close(): Promise<void>
}

/** Real milliseconds a function may still take when the clock jumped past its deadline. */
const graceMs = 10_000
/** Of so many calls of a function one is made twice, when chance is let in. */
const oneCallIn = 10
/** How long after the end of a task a machine may go on, in real milliseconds. */
const longestPauseMs = 200

const roleArnOf = (role: Identity) => `arn:aws:iam::000000000000:role/${role.name}`
const Arn = z.strictObject({ stateMachineArn: z.string(), includedData: z.literal('ALL_DATA').optional() })
const Page = z.strictObject({ maxResults: z.int().optional() })

/**
 * Step Functions on one machine: JSONata machines, one file of events per execution under `dir`. Executions that ran
 * when the process ended go on as soon as their machine is defined. Throws AwsError InvalidDefinition.
 */
export function createStepFunctions(given: {
  dir: string
  access: Access
  clock: MovableClock
  invoke: InvokeFunction
  machines: Machine[]
  /** lets in what AWS allows itself, from 0 to 1: functions called twice, machines that go on late */
  chance?: (() => number) | undefined
}): StepFunctions {
  const { access, clock, chance } = given
  const now = () => clock.now()
  const waits = waitsOn(clock)
  const journal = openJournal(join(given.dir, 'executions'))
  const executions = openExecutions(journal, now)
  const machines = new Map<string, Machine & { definedAt: number }>()
  const branches = new Map<string, Branch>()
  const evaluate = createEvaluate(now)

  const machineAt = (arn: string) => {
    const machine = machines.get(arn)
    if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
    return machine
  }
  const invoke = invokeAs(
    access,
    (arn) => machineAt(arn).role,
    async (...call) => {
      if (chance && chance() < 1 / oneCallIn) await given.invoke(...call).catch(() => undefined) // its answer was lost
      return given.invoke(...call)
    },
  )

  const pauseMs = () => (chance ? chance() * longestPauseMs : 0)

  const end = (execution: Execution, status: Status, outcome: Outcome) => {
    executions.close(execution, status, outcome)
    branches.get(execution.id)?.halt()
    branches.delete(execution.id)
  }
  const fail = (execution: Execution, error: unknown) => {
    if (error instanceof Halted) return
    const { error: name, cause } = failureOf(error)
    end(execution, 'FAILED', { error: name, cause })
  }

  const run = (execution: Execution) => {
    const branch = createBranch(execution, waits)
    branches.set(execution.id, branch)
    const { started } = execution
    const goThrough = async () => {
      const definition = readDefinition(started.machine, started.definition)
      const { TimeoutSeconds } = definition
      if (TimeoutSeconds !== undefined)
        branch.until(started.at + TimeoutSeconds * 1000).then(
          () => end(execution, 'TIMED_OUT', { error: 'States.Timeout', cause: '' }),
          (error: unknown) => fail(execution, error),
        )
      const input = JSON.parse(started.input) as unknown
      const roleArn = roleArnOf(machineAt(started.machineArn).role)
      const needs = { evaluate, now, invoke, roleArn, random: Math.random, graceMs, pauseMs }
      return runStates(needs, branch, definition, input)
    }
    goThrough().then(
      (output) => end(execution, 'SUCCEEDED', { output }),
      (error: unknown) => fail(execution, error),
    )
  }

  const define = (machine: Machine) => {
    readDefinition(machine.name, machine.definition)
    machines.set(machine.arn, { ...machine, definedAt: now() })
    for (const execution of executions.of(machine.arn)) if (!branches.has(execution.id)) run(execution)
  }
  given.machines.forEach(define)

  const machineOperations: Record<string, Operation> = {
    DescribeStateMachine(request, identity) {
      const { stateMachineArn } = Arn.parse(request)
      access.authorize(identity, 'states:DescribeStateMachine', stateMachineArn)
      const { arn, name, role, definition, definedAt } = machineAt(stateMachineArn)
      return {
        ...{ stateMachineArn: arn, name, status: 'ACTIVE', type: 'STANDARD', roleArn: roleArnOf(role) },
        ...{ definition: JSON.stringify(definition), creationDate: definedAt / 1000 },
      }
    },
    ListStateMachines(request, identity) {
      Page.parse(request)
      access.authorize(identity, 'states:ListStateMachines', '*')
      const stateMachines = [...machines.values()].map(({ arn, name, definedAt }) => ({
        ...{ stateMachineArn: arn, name, type: 'STANDARD', creationDate: definedAt / 1000 },
      }))
      return { stateMachines }
    },
  }

  return {
    handle: jsonDoor({
      access,
      now,
      operations: {
        ...executionOperations({
          ...{ access, executions, machineAt, run },
          stop: (execution, outcome) => end(execution, 'ABORTED', outcome),
        }),
        ...taskOperations(access, executions),
        ...machineOperations,
        ...testOperations(access, evaluate),
      },
    }),
    define,
    counts(name) {
      const counts: Record<Status, number> = { RUNNING: 0, SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 }
      for (const { machine, status } of executions.summaries()) if (machine === name) counts[status]++
      return counts
    },
    close() {
      for (const branch of branches.values()) branch.halt()
      branches.clear()
      waits.close()
      journal.close()
      return Promise.resolve()
    },
  }
}
