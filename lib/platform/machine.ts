import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn'
import { canonicalJson } from './ids'

/** A Step Functions machine as verbs see it. */
export interface Machine {
  /** Starting the same name twice is one execution (aws.md 2.8). */
  start(name: string, input: Record<string, unknown>): Promise<void>
  /** `none`: never started, or ended so long ago (90 days) that the name is free again. */
  stateOf(name: string): Promise<'running' | 'ended' | 'none'>
}

/** arn:…:stateMachine:<machine> → arn:…:execution:<machine>:<name> */
const executionArnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`

export function machineAt(stateMachineArn: string, client: SFNClient = new SFNClient({})): Machine {
  return {
    async start(name, input) {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: canonicalJson(input) }))
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error
      }
    },

    async stateOf(name) {
      try {
        const { status } = await client.send(
          new DescribeExecutionCommand({ executionArn: executionArnOf(stateMachineArn, name) }),
        )
        return status === 'RUNNING' ? 'running' : 'ended'
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return 'none'
        throw error
      }
    },
  }
}

/** Answers task tokens. `gone` means expired or already closed: the stored record decides, not this call. */
export interface Callbacks {
  succeed(taskToken: string, output: Record<string, unknown>): Promise<'delivered' | 'gone'>
}

export function taskCallbacks(client: SFNClient = new SFNClient({})): Callbacks {
  return {
    async succeed(taskToken, output) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))
        return 'delivered'
      } catch (error) {
        if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist) return 'gone'
        throw error
      }
    },
  }
}
