import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn'
import { createStepFunctions, type StepFunctions } from '../../../local/step-functions/create-step-functions'
import { accessFor, aClock, guest, root, serve } from '../../kit/aws-service'

const machineArn = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:M'
const lambda = (name: string) => `arn:aws:lambda:ap-southeast-1:000000000000:function:${name}`
const invoke = 'arn:aws:states:::lambda:invoke'

interface Call {
  name: string
  payload: Record<string, unknown>
}

let dir: string
let clock: ReturnType<typeof aClock>
let stepFunctions: StepFunctions
let service: Awaited<ReturnType<typeof serve>>
let client: SFNClient
let calls: Call[]
/** what the functions do, by name */
let functions: Record<string, (payload: Record<string, unknown>) => unknown>

const open = async (definition: unknown, allowed: string[] = [], role = root) => {
  stepFunctions = createStepFunctions({
    dir,
    clock,
    access: accessFor(allowed),
    invoke: async (arn, payload) => {
      const name = arn.split(':').pop() ?? ''
      calls.push({ name, payload: payload as Call['payload'] })
      return functions[name]?.(payload as Call['payload'])
    },
    machines: [{ name: 'M', arn: machineArn, definition, role }],
  })
  service = await serve(stepFunctions.handle)
  client = new SFNClient(service.as(root))
}
const shut = async () => {
  client.destroy()
  await service.close()
  await stepFunctions.close()
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'qianfa-sfn-'))
  clock = aClock()
  calls = []
  functions = {}
})
afterEach(async () => {
  await shut()
  rmSync(dir, { recursive: true })
})

const start = async (input: unknown = {}, name = 'run') =>
  (
    await client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }),
    )
  ).executionArn ?? ''
const describe_ = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }))

async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let n = 0; n < 400; n++) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it never came')
}
const ended = (arn: string) =>
  until(async () => {
    const run = await describe_(arn)
    return run.status === 'RUNNING'
      ? undefined
      : {
          status: run.status,
          output: run.output && (JSON.parse(run.output) as unknown),
          error: run.error,
          cause: run.cause,
        }
  })
const called = (name: string, times = 1) =>
  until(() =>
    calls.filter((call) => call.name === name).length >= times
      ? calls.filter((call) => call.name === name)
      : undefined,
  )

const machine = (states: Record<string, unknown>, more = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
})
const task = (name: string, more: Record<string, unknown> = { End: true }) => ({
  Type: 'Task',
  Resource: invoke,
  Arguments: { FunctionName: lambda(name), Payload: { n: '{% $states.input.n %}' } },
  ...more,
})
const waiting = (more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: `${invoke}.waitForTaskToken`,
  Arguments: { FunctionName: lambda('ask'), Payload: { token: '{% $states.context.Task.Token %}' } },
  TimeoutSeconds: 3600,
  End: true,
  ...more,
})

it('runs Pass, Choice, Assign, Task and Succeed, and gives AWS’s shape of a Lambda result', async () => {
  await open(
    machine({
      First: { Type: 'Pass', Assign: { limit: 3 }, Next: 'Work' },
      Work: task('double', {
        Output: '{% {"n": $states.result.Payload.n, "status": $states.result.StatusCode} %}',
        Next: 'Enough',
      }),
      Enough: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.n > $limit %}', Next: 'Done' }],
        Default: 'Work',
      },
      Done: {
        Type: 'Succeed',
        Output: { n: '{% $states.input.n %}', by: '{% $states.context.Execution.Name %}' },
      },
    }),
  )
  functions['double'] = ({ n }) => ({ n: Number(n) * 2 })
  expect(await ended(await start({ n: 1 }))).toMatchObject({
    status: 'SUCCEEDED',
    output: { n: 4, by: 'run' },
  })
  expect(calls).toHaveLength(2)
})

it('runs Parallel and Map side by side, in the order of their input', async () => {
  await open(
    machine({
      Both: {
        Type: 'Parallel',
        Branches: [machine({ A: task('double') }), machine({ B: { Type: 'Pass', Output: 'b', End: true } })],
        Next: 'Each',
      },
      Each: {
        Type: 'Map',
        Items: [1, 2, 3],
        MaxConcurrency: 2,
        ItemSelector: { n: '{% $states.context.Map.Item.Value %}' },
        ItemProcessor: machine({
          C: task('double', { Output: '{% $states.result.Payload.n %}', End: true }),
        }),
        End: true,
      },
    }),
  )
  functions['double'] = ({ n }) => ({ n: Number(n) * 2 })
  expect(await ended(await start({ n: 5 }))).toMatchObject({ output: [2, 4, 6] })
})

it('retries what is listed with growing pauses on the cloud’s clock, then catches it by name', async () => {
  await open(
    machine({
      Work: task('fail', {
        Retry: [{ ErrorEquals: ['Throttled'], IntervalSeconds: 60, MaxAttempts: 2, BackoffRate: 2 }],
        Catch: [
          { ErrorEquals: ['Throttled'], Assign: { why: '{% $states.errorOutput.Error %}' }, Next: 'Caught' },
        ],
        Next: 'Caught',
      }),
      Caught: { Type: 'Succeed', Output: '{% $why %}' },
    }),
  )
  functions['fail'] = () => {
    throw Object.assign(new Error('slow down'), { name: 'Throttled' })
  }
  const arn = await start({ n: 1 })
  await called('fail', 1)
  clock.move(60_000)
  await called('fail', 2)
  clock.move(60_000)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(calls).toHaveLength(2)
  clock.move(60_000)
  expect(await ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'Throttled' })
  expect(calls).toHaveLength(3)
})

it('answers a callback once; the second use of its token is TaskTimedOut, a malformed one InvalidToken', async () => {
  await open(machine({ Ask: waiting() }))
  const arn = await start()
  const taskToken = String((await called('ask'))[0]?.payload['token'])
  expect(taskToken.length).toBeGreaterThanOrEqual(1000)
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"decision":"approved"}' }))
  expect(await ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: { decision: 'approved' } })
  for (const again of [
    new SendTaskSuccessCommand({ taskToken, output: '{}' }),
    new SendTaskFailureCommand({ taskToken }),
  ])
    await expect(client.send(again as SendTaskSuccessCommand)).rejects.toMatchObject({ name: 'TaskTimedOut' })
  await expect(
    client.send(new SendTaskSuccessCommand({ taskToken: 'short', output: '{}' })),
  ).rejects.toMatchObject({ name: 'InvalidToken' })
})

it('refuses an output that is not JSON and keeps waiting', async () => {
  await open(machine({ Ask: waiting() }))
  const arn = await start()
  const taskToken = String((await called('ask'))[0]?.payload['token'])
  await expect(
    client.send(new SendTaskSuccessCommand({ taskToken, output: 'approved' })),
  ).rejects.toMatchObject({ name: 'InvalidOutput' })
  expect((await describe_(arn)).status).toBe('RUNNING')
})

it('times a callback out on the moved clock, and the loop asks again with a new token', async () => {
  await open(
    machine({
      Ask: waiting({
        End: undefined,
        Next: 'Done',
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Remind' }],
      }),
      Remind: task('remind', { Arguments: { FunctionName: lambda('remind'), Payload: {} }, Next: 'Ask' }),
      Done: { Type: 'Succeed' },
    }),
  )
  const arn = await start()
  const [first] = await called('ask')
  clock.move(3_600_000)
  // Signatures are judged by the moved clock too.
  client.destroy()
  client = new SFNClient({ ...service.as(root), systemClockOffset: 3_600_000 })
  await called('remind')
  const [, second] = await called('ask', 2)
  await expect(
    client.send(new SendTaskSuccessCommand({ taskToken: String(first?.payload['token']), output: '{}' })),
  ).rejects.toMatchObject({ name: 'TaskTimedOut' })
  await client.send(new SendTaskSuccessCommand({ taskToken: String(second?.payload['token']), output: '{}' }))
  expect((await ended(arn)).status).toBe('SUCCEEDED')
})

it('goes on where it stood after a stop: the old token completes it, nothing recorded is done again', async () => {
  const definition = machine({
    Work: task('double', { Next: 'Ask' }),
    Ask: waiting({ Output: '{% $states.result %}' }),
  })
  await open(definition)
  functions['double'] = () => ({ n: 2 })
  const arn = await start({ n: 1 })
  const taskToken = String((await called('ask'))[0]?.payload['token'])
  await shut()
  calls = []
  await open(definition)
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '"kept"' }))
  expect(await ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: 'kept' })
  expect(calls).toEqual([])
})

it('keeps an answered callback that the run had not yet picked up', async () => {
  await open(machine({ Ask: waiting() }))
  const arn = await start()
  const taskToken = String((await called('ask'))[0]?.payload['token'])
  const answering = client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))
  await answering
  await shut()
  await open(machine({ Ask: waiting() }))
  expect(await ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: 1 })
})

it('starts one execution per name: the same input again is the same, another input is ExecutionAlreadyExists', async () => {
  await open(machine({ Ask: waiting() }))
  expect(await start({ a: 1 })).toBe(await start({ a: 1 }))
  await expect(start({ a: 2 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' })
  expect(
    (await client.send(new ListExecutionsCommand({ stateMachineArn: machineArn }))).executions,
  ).toHaveLength(1)
})

it('stops an execution; its token is dead and its history tells no token', async () => {
  await open(machine({ Ask: waiting() }))
  const executionArn = await start()
  const taskToken = String((await called('ask'))[0]?.payload['token'])
  await client.send(new StopExecutionCommand({ executionArn, error: 'Withdrawn' }))
  expect((await describe_(executionArn)).status).toBe('ABORTED')
  await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))).rejects.toMatchObject({
    name: 'TaskTimedOut',
  })
  const history = await client.send(new GetExecutionHistoryCommand({ executionArn }))
  expect(JSON.stringify(history.events)).not.toContain(taskToken)
})

it('calls functions with the machine’s role only, and names the missing action', async () => {
  await open(machine({ Work: task('double') }), [], guest)
  const run = await ended(await start({ n: 1 }))
  expect(run).toMatchObject({
    status: 'FAILED',
    cause: expect.stringContaining(`lambda:InvokeFunction on resource: ${lambda('double')}`),
  })
  expect(calls).toEqual([])
})

it('lets only who may start a machine start it', async () => {
  await open(machine({ Done: { Type: 'Succeed' } }), [])
  const visitor = new SFNClient(service.as(guest))
  await expect(
    visitor.send(new StartExecutionCommand({ stateMachineArn: machineArn })),
  ).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('states:StartExecution'),
  })
  visitor.destroy()
})

it.each([
  ['JSONPath', { Work: { Type: 'Pass', ResultPath: '$.x', End: true } }, 'M.Work: ResultPath'],
  [
    'an integration it does not have',
    { Work: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true } },
    'sns:publish',
  ],
  [
    'a field it would ignore',
    { Work: { Type: 'Task', Resource: invoke, Credentials: {}, End: true } },
    'Credentials',
  ],
  ['a way to nowhere', { Work: { Type: 'Pass', Next: 'Gone' } }, 'Gone'],
])('refuses %s when the machine is defined, by name', async (_, states, named) => {
  await open(machine({ Done: { Type: 'Succeed' } }))
  expect(() =>
    stepFunctions.define({ name: 'M', arn: machineArn, definition: machine(states), role: root }),
  ).toThrow(named)
})
