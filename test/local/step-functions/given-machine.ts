import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
} from '@aws-sdk/client-sfn'
import { createStepFunctions } from '../../../local/step-functions/create-step-functions'
import { accessFor, aClock, guest, root, serve } from '../../kit/aws-service'
import { eventually, temporaryDir } from '../kit'

export const machineArn = (name = 'm') => `arn:aws:states:ap-southeast-1:000000000000:stateMachine:${name}`
export const functionArn = (name: string) => `arn:aws:lambda:ap-southeast-1:000000000000:function:${name}`
const role = { name: 'MachineRole', accessKeyId: 'AKIAMACHINE', secretAccessKey: 'x' }

/** What a function does with its payload; what it throws is what the task fails with. */
export type Functions = Record<string, (payload: Record<string, unknown>) => unknown>

/** A task that calls a function of that name. */
export const invoke = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: functionArn(name), Payload: '{% $states.input %}' },
  ...more,
})
/** A task that waits for its token, told to the function `ask`. */
export const ask = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: functionArn('ask'), Payload: { token: '{% $states.context.Task.Token %}' } },
  ...more,
})
/** The machine `m` of these states, the first of them first. */
export const machineOf = (States: Record<string, object>, more: object = {}) => ({
  name: 'm',
  arn: machineArn(),
  role,
  definition: { QueryLanguage: 'JSONata', StartAt: Object.keys(States)[0], States, ...more },
})

/** An error of a function, as the cloud hands it on. */
export const thrown = (name: string, message = 'no') => Object.assign(new Error(message), { name })

/** Step Functions over HTTP with machine `m`, a clock to move, and functions written in the test. */
export async function givenMachine(
  States: Record<string, object>,
  functions: Functions = {},
  options: { more?: object; allowed?: string[]; dir?: string; chance?: () => number } = {},
) {
  const clock = aClock()
  const tokens: string[] = []
  const calls: string[] = []
  const all: Functions = { ask: ({ token }) => void tokens.push(String(token)), ...functions }
  const mayInvoke = Object.keys(all).map((name) => `lambda:InvokeFunction ${functionArn(name)}`)
  const stepFunctions = createStepFunctions({
    dir: options.dir ?? temporaryDir(),
    clock,
    access: accessFor(options.allowed ?? mayInvoke),
    async invoke(arn, payload) {
      const name = arn.split(':').at(-1)!
      calls.push(name)
      return await all[name]!(payload as Record<string, unknown>)
    },
    machines: [machineOf(States, options.more)],
    chance: options.chance,
  })
  const service = await serve(stepFunctions.handle)
  const client = new SFNClient({ ...service.as(root), maxAttempts: 3 })
  const visitor = new SFNClient({ ...service.as(guest), maxAttempts: 3 })

  const start = async (input: unknown = {}, name?: string): Promise<string> => {
    const given = { stateMachineArn: machineArn(), name, input: JSON.stringify(input) }
    return (await client.send(new StartExecutionCommand(given))).executionArn!
  }
  const describe = (executionArn: string): Promise<DescribeExecutionOutput> =>
    client.send(new DescribeExecutionCommand({ executionArn }))
  const ended = (executionArn: string): Promise<DescribeExecutionOutput> =>
    eventually(async () => {
      const found = await describe(executionArn)
      return found.status === 'RUNNING' ? undefined : found
    })
  return {
    ...{ clock, tokens, calls, client, visitor, stepFunctions, start, describe, ended },
    /** Runs to the end and gives the output, or error and cause. */
    async result(input?: unknown) {
      const { status, output, error, cause } = await ended(await start(input))
      return status === 'SUCCEEDED' ? (JSON.parse(output!) as unknown) : { error, cause }
    },
    succeed: (taskToken: string, output: unknown = {}) =>
      client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
    /** token number `n`, once it came */
    token: (n = 0) => eventually(() => tokens[n]),
    async history(executionArn: string): Promise<HistoryEvent[]> {
      const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }))
      return events!
    },
    async close() {
      client.destroy()
      visitor.destroy()
      await service.close()
      await stepFunctions.close()
    },
  }
}
export type Given = Awaited<ReturnType<typeof givenMachine>>

/** `givenMachine`, closed by `closeAll`. */
export function machines() {
  const open: Given[] = []
  return {
    async given(...args: Parameters<typeof givenMachine>): Promise<Given> {
      const one = await givenMachine(...args)
      open.push(one)
      return one
    },
    async closeAll() {
      for (const one of open.splice(0)) await one.close()
    },
  }
}

/** Long enough for what would wrongly happen to happen. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 60))
export const until = (holds: () => boolean | Promise<boolean>) =>
  eventually(async () => ((await holds()) ? true : undefined))
