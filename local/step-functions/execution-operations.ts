import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Access, Identity } from '../aws/access'
import { AwsError, type Operation } from '../aws/json-protocol'
import type { Machine } from './create-step-functions'
import { Status, type Outcome } from './entry'
import type { Execution } from './execution'
import type { Executions, Summary } from './executions'
import { historyOf } from './history'
import { pageOf } from './page'
import { idOf } from './tokens'

const maxBytes = 262_144
const text = z.string().min(1)
const paging = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().optional() }
const Start = z.strictObject({
  stateMachineArn: text,
  name: z.string().optional(),
  input: z.string().max(maxBytes).default('{}'),
})
const Stop = z.strictObject({
  executionArn: text,
  error: z.string().optional(),
  cause: z.string().optional(),
})
const Describe = z.strictObject({ executionArn: text, includedData: z.literal('ALL_DATA').optional() })
const History = z.strictObject({
  ...{ executionArn: text, ...paging },
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.literal(true).optional(),
})
const List = z.strictObject({ stateMachineArn: text, statusFilter: Status.optional(), ...paging })

/** AWS takes these names; `:` and `/` would break the ARN. */
const goodName = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u

const seconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1000)

const requireJson = (value: string) => {
  try {
    JSON.parse(value)
  } catch {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: not JSON`)
  }
}

const listed = ({ arn, machineArn, name, status, startedAt, endedAt }: Summary) => ({
  ...{ executionArn: arn, stateMachineArn: machineArn, name, status },
  ...{ startDate: seconds(startedAt), stopDate: seconds(endedAt) },
})

const described = (execution: Execution) => {
  const { started, end } = execution
  return {
    ...{ executionArn: started.arn, stateMachineArn: started.machineArn, name: started.name },
    ...{ status: end?.status ?? 'RUNNING', startDate: seconds(started.at), stopDate: seconds(end?.at) },
    ...{ input: started.input, inputDetails: { included: true }, redriveCount: 0 },
    ...(end &&
      'output' in end.outcome && {
        output: JSON.stringify(end.outcome.output),
        outputDetails: { included: true },
      }),
    ...(end && 'error' in end.outcome && { error: end.outcome.error, cause: end.outcome.cause }),
  }
}

/** Operations on executions. */
export function executionOperations(given: {
  access: Access
  executions: Executions
  machineAt(arn: string): Machine
  run(execution: Execution): void
  stop(execution: Execution, outcome: Outcome): void
}): Record<string, Operation> {
  const { access, executions, machineAt } = given
  const executionAt = (identity: Identity, action: string, arn: string): Execution => {
    access.authorize(identity, `states:${action}`, arn)
    const execution = executions.find(arn)
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
    return execution
  }

  return {
    /** The same name with the same input is the same execution while it runs (aws.md 2.8). */
    StartExecution(request, identity) {
      const { stateMachineArn, name = randomUUID(), input } = Start.parse(request)
      access.authorize(identity, 'states:StartExecution', stateMachineArn)
      const machine = machineAt(stateMachineArn)
      if (!goodName.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
      requireJson(input)
      const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`
      if (executions.summary(idOf(arn))) {
        const running = executions.running(idOf(arn))
        if (running?.started.input !== input)
          throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
        return { executionArn: arn, startDate: seconds(running.started.at) }
      }
      const { definition } = machine
      const execution = executions.add({
        arn,
        name,
        machineArn: machine.arn,
        machine: machine.name,
        input,
        definition,
      })
      given.run(execution)
      return { executionArn: arn, startDate: seconds(execution.started.at) }
    },

    StopExecution(request, identity) {
      const { executionArn, error = '', cause = '' } = Stop.parse(request)
      const execution = executionAt(identity, 'StopExecution', executionArn)
      given.stop(execution, { error, cause })
      return { stopDate: seconds((executions.find(executionArn) ?? execution).end?.at) }
    },

    DescribeExecution(request, identity) {
      const { executionArn } = Describe.parse(request)
      return described(executionAt(identity, 'DescribeExecution', executionArn))
    },

    GetExecutionHistory(request, identity) {
      const { executionArn, reverseOrder, ...asked } = History.parse(request)
      const events = historyOf(executionAt(identity, 'GetExecutionHistory', executionArn).entries)
      const { page, nextToken } = pageOf(reverseOrder ? events.reverse() : events, asked, 1000)
      return { events: page, nextToken }
    },

    ListExecutions(request, identity) {
      const { stateMachineArn, statusFilter, ...asked } = List.parse(request)
      access.authorize(identity, 'states:ListExecutions', stateMachineArn)
      machineAt(stateMachineArn)
      const all = executions
        .summaries()
        .filter(
          ({ machineArn, status }) =>
            machineArn === stateMachineArn && (!statusFilter || status === statusFilter),
        )
        .sort((a, b) => b.startedAt - a.startedAt)
      const { page, nextToken } = pageOf(all, asked, 100)
      return { executions: page.map(listed), nextToken }
    },
  }
}
