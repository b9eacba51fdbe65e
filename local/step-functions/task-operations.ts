import * as z from 'zod'
import type { Access, Identity } from '../aws/access'
import { AwsError, type Operation } from '../aws/json-protocol'
import type { Execution } from './execution'
import type { Executions } from './executions'
import { executionOf } from './tokens'

const taskToken = z.string().min(1).max(2048)
const Success = z.strictObject({ taskToken, output: z.string().max(262_144) })
const Failure = z.strictObject({
  taskToken,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
})
const Heartbeat = z.strictObject({ taskToken })

const parsed = (output: string): unknown => {
  try {
    return JSON.parse(output)
  } catch {
    throw new AwsError('InvalidOutput', `Invalid Output: 'not JSON'`)
  }
}

/** Answers to task tokens: on disk before the caller hears of it. A token used twice or too late is TaskTimedOut. */
export function taskOperations(access: Access, executions: Executions): Record<string, Operation> {
  const waiting = (
    identity: Identity,
    action: string,
    token: string,
  ): { execution: Execution; key: string } => {
    const id = executionOf(token)
    if (id === undefined) throw new AwsError('InvalidToken', `Invalid Token: 'Invalid token'`)
    const summary = executions.summary(id)
    if (!summary)
      throw new AwsError('TaskDoesNotExist', `Task does not exist: the execution of this token is not known`)
    access.authorize(identity, `states:${action}`, summary.machineArn)
    const execution = executions.running(id)
    const key = execution?.open.get(token)
    if (!execution || key === undefined)
      throw new AwsError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`)
    return { execution, key }
  }

  return {
    SendTaskSuccess(request, identity) {
      const { taskToken, output } = Success.parse(request)
      const { execution, key } = waiting(identity, 'SendTaskSuccess', taskToken)
      execution.record({ type: 'TaskEnded', key, outcome: { output: parsed(output) } }, true)
      return {}
    },
    SendTaskFailure(request, identity) {
      const { taskToken, error = 'States.TaskFailed', cause = '' } = Failure.parse(request)
      const { execution, key } = waiting(identity, 'SendTaskFailure', taskToken)
      execution.record({ type: 'TaskEnded', key, outcome: { error, cause } }, true)
      return {}
    },
    SendTaskHeartbeat(request, identity) {
      const { execution, key } = waiting(identity, 'SendTaskHeartbeat', Heartbeat.parse(request).taskToken)
      execution.record({ type: 'TaskHeartbeat', key }, true)
      return {}
    },
  }
}
