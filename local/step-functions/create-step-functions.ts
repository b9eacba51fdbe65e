import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access, Identity, MovableClock } from '../aws/access'
import { AccessDenied } from '../aws/access'
import { AwsError, jsonDoor, type Operation } from '../aws/json-protocol'
import { checkDefinition, type Definition } from './asl'
import { AslError } from './evaluate'
import { createExecution, replay, type Execution, type Status } from './execution'
import { journalIn } from './journal'
import { runStates } from './run-states'
import { keep, type TaskNeeds } from './task'
import { waitsOn } from './waits'

export interface Machine {
  name: string
  arn: string
  definition: unknown
  /** whose statements allow what the machine calls */
  role: Identity
}

export interface StepFunctions {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  define(machine: Machine): void
  /** how often executions of a machine ended in each status; for the dashboard */
  counts(machine: string): Record<Status, number>
  close(): Promise<void>
}

interface Given {
  dir: string
  access: Access
  clock: MovableClock
  /** calls a function; what it throws becomes the task's error by `name` and `message` */
  invoke(functionArn: string, payload: unknown, caller: Identity): Promise<unknown>
  machines: Machine[]
}

const text = (value: unknown, name: string): string => {
  if (typeof value !== 'string' || value === '')
    throw new AwsError('ValidationException', `${name} is missing`)
  return value
}
const parsed = (json: string, code: string): unknown => {
  try {
    return JSON.parse(json) as unknown
  } catch {
    throw new AwsError(code, 'not valid JSON')
  }
}

/** Step Functions on one machine: JSONata machines, event-sourced; running executions go on after any stop. */
export function createStepFunctions(given: Given): StepFunctions {
  const { access, clock } = given
  const now = () => clock.now()
  const journal = journalIn(given.dir)
  const waits = waitsOn(clock)
  const machines = new Map<string, Machine>()
  const executions = new Map<string, Execution>()
  const asleep = new Map<string, { id: string; entries: Parameters<typeof replay>[1] }[]>()
  const tokens: TaskNeeds['tokens'] = new Map()
  let closed = false

  const needs: TaskNeeds = {
    waits,
    now,
    tokens,
    async call(execution, resource, args) {
      const machine = machines.get(execution.machineArn)
      if (!machine) throw new AslError('States.Runtime', 'the machine is gone')
      const integrated = resource.includes(':states:::lambda:invoke')
      const { FunctionName, Payload } = (integrated ? args : { FunctionName: resource, Payload: args }) as {
        FunctionName: string
        Payload: unknown
      }
      try {
        access.authorize(machine.role, 'lambda:InvokeFunction', FunctionName)
        const payload = await given.invoke(FunctionName, Payload, machine.role)
        return integrated
          ? { ExecutedVersion: '$LATEST', Payload: payload ?? null, StatusCode: 200 }
          : payload
      } catch (error) {
        if (closed) return new Promise(() => undefined)
        if (error instanceof AccessDenied) throw new AslError('Lambda.AWSLambdaException', error.message)
        const { name, message } = error as Error
        throw new AslError(name, JSON.stringify({ errorType: name, errorMessage: message }))
      }
    },
  }

  const finish = (
    execution: Execution,
    status: Status,
    facts: { output?: unknown; error?: string; cause?: string },
  ) => {
    if (execution.status !== 'RUNNING' || closed) return
    const type = {
      SUCCEEDED: 'ExecutionSucceeded',
      FAILED: 'ExecutionFailed',
      TIMED_OUT: 'ExecutionTimedOut',
      ABORTED: 'ExecutionAborted',
      RUNNING: '',
    }[status]
    const entry = execution.record(type, facts)
    Object.assign(execution, { status, stoppedAt: entry.at, result: facts })
    for (const [token, held] of tokens) if (held.execution === execution) tokens.delete(token)
  }

  const drive = async (execution: Execution): Promise<void> => {
    const limit = execution.definition.TimeoutSeconds
    const deadline = limit === undefined ? undefined : waits.until(execution.startedAt + limit * 1000)
    void deadline?.done.then(() =>
      finish(execution, 'TIMED_OUT', { error: 'States.Timeout', cause: 'the execution took too long' }),
    )
    try {
      const output = await runStates(needs, execution, {
        definition: execution.definition,
        input: execution.input,
        prefix: '',
        variables: {},
      })
      finish(execution, 'SUCCEEDED', { output })
    } catch (error) {
      const known =
        error instanceof AslError
          ? error
          : new AslError('States.Runtime', (error as Error).stack ?? String(error))
      finish(execution, 'FAILED', { error: known.error, cause: known.message })
    } finally {
      deadline?.cancel()
    }
  }

  const arnOfExecution = (machine: Machine, name: string) =>
    `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`

  const wake = (machine: Machine, { id, entries }: { id: string; entries: Parameters<typeof replay>[1] }) => {
    const head = entries[0] as unknown as { name: string; input: unknown; at: number; definition: Definition }
    const execution = createExecution(journal, now, {
      id,
      arn: arnOfExecution(machine, head.name),
      name: head.name,
      machine: machine.name,
      machineArn: machine.arn,
      // An execution keeps the definition it was started with (aws.md 2.7).
      definition: head.definition,
      input: head.input,
      startedAt: head.at,
    })
    replay(execution, entries)
    executions.set(execution.arn, execution)
    // Tokens work from the first moment, before the run has come to where it waits.
    for (const [key, pending] of execution.pending)
      if (execution.status === 'RUNNING') tokens.set(pending.token, { execution, key })
    if (execution.status === 'RUNNING') void drive(execution)
  }

  for (const found of journal.all()) {
    const arn = String(found.entries[0]?.['machineArn'])
    asleep.set(arn, [...(asleep.get(arn) ?? []), found])
  }

  const define = (machine: Machine) => {
    checkDefinition(machine.name, machine.definition as Definition)
    machines.set(machine.arn, machine)
    const waiting = asleep.get(machine.arn) ?? []
    asleep.delete(machine.arn)
    for (const found of waiting) wake(machine, found)
  }
  given.machines.forEach(define)

  const machineAt = (arn: unknown): Machine => {
    const machine = machines.get(text(arn, 'stateMachineArn'))
    if (!machine)
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${String(arn)}'`)
    return machine
  }
  const executionAt = (arn: unknown): Execution => {
    const execution = executions.get(text(arn, 'executionArn'))
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(arn)}'`)
    return execution
  }

  const start: Operation = (input, identity) => {
    const machine = machineAt(input['stateMachineArn'])
    access.authorize(identity, 'states:StartExecution', machine.arn)
    const name = typeof input['name'] === 'string' ? input['name'] : randomUUID()
    if (!/^[\w.-]{1,80}$/.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
    const given = parsed(typeof input['input'] === 'string' ? input['input'] : '{}', 'InvalidExecutionInput')
    const arn = arnOfExecution(machine, name)
    const known = executions.get(arn)
    if (known) {
      if (known.status === 'RUNNING' && JSON.stringify(known.input) === JSON.stringify(given))
        return { executionArn: arn, startDate: known.startedAt / 1000 }
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
    }
    const definition = machine.definition as Definition
    const id = createHash('sha256').update(arn).digest('hex').slice(0, 40)
    const execution = createExecution(journal, now, {
      id,
      arn,
      name,
      machine: machine.name,
      machineArn: machine.arn,
      definition,
      input: given,
      startedAt: now(),
    })
    execution.record('ExecutionStarted', { machineArn: machine.arn, name, input: given, definition })
    executions.set(arn, execution)
    setImmediate(() => void drive(execution))
    return { executionArn: arn, startDate: execution.startedAt / 1000 }
  }

  /** The waiting callback behind a token; one that was used or is over is `TaskTimedOut`, as on AWS. */
  const waiting = (input: Record<string, unknown>, identity: Identity, action: string) => {
    const token = text(input['taskToken'], 'taskToken')
    if (!/^[\w-]{1000,}$/.test(token))
      throw new AwsError('InvalidToken', `Invalid Token: '${token.slice(0, 20)}…'`)
    const held = tokens.get(token)
    if (!held) throw new AwsError('TaskTimedOut', 'Task Timed Out: the task is closed or its time is over')
    access.authorize(identity, action, held.execution.machineArn)
    return { ...held, token }
  }

  const answer = (
    input: Record<string, unknown>,
    identity: Identity,
    action: string,
    result: { output?: unknown; error?: string; cause?: string },
  ) => {
    const { execution, key, token } = waiting(input, identity, action)
    tokens.delete(token)
    const pending = execution.pending.get(key)
    // On disk before the caller hears of it; the run picks it up now, or at the next start.
    keep(execution, key, result)
    if (result.error === undefined) pending?.resolve?.(result.output)
    else pending?.reject?.(new AslError(result.error, result.cause ?? ''))
    return {}
  }

  const operations: Record<string, Operation> = {
    StartExecution: start,
    SendTaskSuccess: (input, identity) =>
      answer(input, identity, 'states:SendTaskSuccess', {
        output: parsed(text(input['output'], 'output'), 'InvalidOutput'),
      }),
    SendTaskFailure: (input, identity) =>
      answer(input, identity, 'states:SendTaskFailure', {
        error: String(input['error'] ?? 'States.TaskFailed'),
        cause: String(input['cause'] ?? ''),
      }),
    SendTaskHeartbeat: (input, identity) => {
      const { execution, key } = waiting(input, identity, 'states:SendTaskHeartbeat')
      const pending = execution.pending.get(key)
      if (pending) pending.beatAt = now()
      return {}
    },
    StopExecution: (input, identity) => {
      const execution = executionAt(input['executionArn'])
      access.authorize(identity, 'states:StopExecution', execution.arn)
      finish(execution, 'ABORTED', {
        error: String(input['error'] ?? ''),
        cause: String(input['cause'] ?? ''),
      })
      return { stopDate: (execution.stoppedAt ?? now()) / 1000 }
    },
    DescribeExecution: (input, identity) => {
      const execution = executionAt(input['executionArn'])
      access.authorize(identity, 'states:DescribeExecution', execution.arn)
      const { output, error, cause } = execution.result
      return {
        executionArn: execution.arn,
        stateMachineArn: execution.machineArn,
        name: execution.name,
        status: execution.status,
        startDate: execution.startedAt / 1000,
        input: JSON.stringify(execution.input),
        ...(execution.stoppedAt !== undefined && { stopDate: execution.stoppedAt / 1000 }),
        ...(output !== undefined && { output: JSON.stringify(output) }),
        ...(error !== undefined && { error, cause }),
      }
    },
    GetExecutionHistory: (input, identity) => {
      const execution = executionAt(input['executionArn'])
      access.authorize(identity, 'states:GetExecutionHistory', execution.arn)
      // Tokens and definitions stay inside.
      return {
        events: execution.entries.map(({ id, at, type, name }) => ({
          id,
          type,
          timestamp: at / 1000,
          ...(type.endsWith('StateEntered') && { stateEnteredEventDetails: { name } }),
          ...(type.endsWith('StateExited') && { stateExitedEventDetails: { name } }),
        })),
      }
    },
    ListExecutions: (input, identity) => {
      const machine = machineAt(input['stateMachineArn'])
      access.authorize(identity, 'states:ListExecutions', machine.arn)
      const wanted = input['statusFilter']
      return {
        executions: [...executions.values()]
          .filter((one) => one.machineArn === machine.arn && (wanted === undefined || one.status === wanted))
          .map((one) => ({
            executionArn: one.arn,
            stateMachineArn: one.machineArn,
            name: one.name,
            status: one.status,
            startDate: one.startedAt / 1000,
          })),
      }
    },
    DescribeStateMachine: (input, identity) => {
      const machine = machineAt(input['stateMachineArn'])
      access.authorize(identity, 'states:DescribeStateMachine', machine.arn)
      return {
        stateMachineArn: machine.arn,
        name: machine.name,
        status: 'ACTIVE',
        type: 'STANDARD',
        roleArn: `arn:aws:iam::000000000000:role/${machine.role.name}`,
        definition: JSON.stringify(machine.definition),
        creationDate: 0,
      }
    },
    ListStateMachines: () => ({
      stateMachines: [...machines.values()].map(({ arn, name }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD',
        creationDate: 0,
      })),
    }),
  }

  return {
    handle: jsonDoor({ access, now, operations }),
    define,
    counts(name) {
      const all = [...executions.values()].filter((one) => one.machine === name)
      const of = (status: Status) => all.filter((one) => one.status === status).length
      return {
        RUNNING: of('RUNNING'),
        SUCCEEDED: of('SUCCEEDED'),
        FAILED: of('FAILED'),
        TIMED_OUT: of('TIMED_OUT'),
        ABORTED: of('ABORTED'),
      }
    },
    close() {
      closed = true
      waits.close()
      return Promise.resolve()
    },
  }
}
