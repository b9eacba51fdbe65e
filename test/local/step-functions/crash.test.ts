import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { eventually, removeTemporaryDirs, temporaryDir } from '../kit'
import { ask, functionArn, givenMachine, invoke, machineArn } from './given-machine'

const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(removeTemporaryDirs)

/** The machine of `states`, started in a process of its own; `offsetMs` after the real time. */
async function run(dir: string, offsetMs = 0) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(__dirname, 'child.ts'), dir, String(offsetMs)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  children.push(child)
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  const client = new SFNClient({ ...(JSON.parse(line) as object), maxAttempts: 3 })
  return {
    client,
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    async start(input: object = {}) {
      const given = { stateMachineArn: machineArn(), input: JSON.stringify(input) }
      return (await client.send(new StartExecutionCommand(given))).executionArn!
    },
    succeed: (taskToken: string, output: unknown) =>
      client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
    ended: (executionArn: string) =>
      eventually(async () => {
        const found = await client.send(new DescribeExecutionCommand({ executionArn }))
        return found.status === 'RUNNING' ? undefined : found
      }),
  }
}
const dirWith = (states: Record<string, object>) => {
  const dir = temporaryDir()
  writeFileSync(join(dir, 'states.json'), JSON.stringify(states))
  return dir
}
interface Call {
  name: string
  payload: { token: string; id?: string }
}
const callsIn = (dir: string): Call[] => {
  const file = join(dir, 'calls.jsonl')
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Call)
}
const called = (dir: string, times = 1) =>
  eventually(() => (callsIn(dir).length >= times ? callsIn(dir)[times - 1] : undefined))

const told = { token: '{% $states.context.Task.Token %}', id: '{% $id %}' }
const approval = {
  Name: { Type: 'Pass', Assign: { id: '{% $uuid() %}' }, Next: 'Ask' },
  Ask: ask({
    Arguments: { FunctionName: functionArn('ask'), Payload: told },
    TimeoutSeconds: 600,
    Catch: [{ ErrorEquals: ['States.Timeout'], Output: 'nobody answered', Next: 'End' }],
    Output: { decision: '{% $states.result %}', id: '{% $id %}' },
    Next: 'End',
  }),
  End: { Type: 'Succeed' },
}

describe('a process killed with -9', () => {
  it('while a person is asked: after the restart the old token decides, and nobody is asked twice', async () => {
    const dir = dirWith(approval)
    const first = await run(dir)
    const arn = await first.start()
    const { payload } = await called(dir)
    await eventually(async () => {
      const { events } = await first.client.send(new GetExecutionHistoryCommand({ executionArn: arn }))
      return events!.find(({ type }) => type === 'TaskSubmitted')
    })
    await first.kill()

    const second = await run(dir)
    await second.succeed(payload.token, 'approved')
    const { status, output } = await second.ended(arn)
    expect([status, JSON.parse(output!)]).toEqual(['SUCCEEDED', { decision: 'approved', id: payload.id }])
    expect(callsIn(dir)).toHaveLength(1)
    await expect(second.succeed(payload.token, 'approved')).rejects.toMatchObject({ name: 'TaskTimedOut' })
  })

  it('right after a token was answered: the answer counts', async () => {
    const dir = dirWith(approval)
    const first = await run(dir)
    const arn = await first.start()
    const { payload } = await called(dir)
    await first.succeed(payload.token, 'rejected')
    await first.kill()

    const second = await run(dir)
    await expect(second.succeed(payload.token, 'approved')).rejects.toMatchObject({ name: 'TaskTimedOut' })
    expect(JSON.parse((await second.ended(arn)).output!)).toMatchObject({ decision: 'rejected' })
  })

  it('right after an execution was started: it is there and runs', async () => {
    const dir = dirWith({ E: { Type: 'Succeed' } })
    const first = await run(dir)
    const arn = await first.start({ a: 1 })
    await first.kill()
    expect(await (await run(dir)).ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' })
  })

  it('while a deadline passes: it is over at the restart, and the token with it', async () => {
    const dir = dirWith(approval)
    const first = await run(dir)
    const arn = await first.start()
    const { payload } = await called(dir)
    await first.kill()

    const second = await run(dir, 700_000)
    expect((await second.ended(arn)).output).toBe('"nobody answered"')
    await expect(second.succeed(payload.token, 'late')).rejects.toMatchObject({ name: 'TaskTimedOut' })
  })

  it('while it waits for an hour: the hour stays where it was', async () => {
    const dir = dirWith({ W: { Type: 'Wait', Seconds: 3600, Next: 'E' }, E: { Type: 'Succeed' } })
    const first = await run(dir)
    const arn = await first.start()
    await first.kill()
    const early = await run(dir, 3_000_000)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const found = await early.client.send(new DescribeExecutionCommand({ executionArn: arn }))
    expect(found.status).toBe('RUNNING')
    await early.kill()
    expect((await (await run(dir, 3_601_000)).ended(arn)).status).toBe('SUCCEEDED')
  })

  it('while a function works: the function is called again, at least once', async () => {
    const dir = dirWith({ T: invoke('hang', { TimeoutSeconds: 60, End: true }) })
    const first = await run(dir)
    const arn = await first.start()
    await called(dir)
    await first.kill()
    const second = await run(dir, 3_600_000)
    expect((await second.ended(arn)).status).toBe('SUCCEEDED')
    expect(callsIn(dir)).toHaveLength(2)
  })
})

describe('a file cut by a loss of power', () => {
  it('loses only the line that was never acknowledged', async () => {
    const dir = temporaryDir()
    const states = { T: ask({ End: true }) }
    const first = await givenMachine(states, {}, { dir })
    const arn = await first.start()
    const token = await first.token()
    await first.close()
    const folder = join(dir, 'executions')
    const [name] = readdirSync(folder)
    appendFileSync(join(folder, name!), '{"type":"TaskEn')

    const second = await givenMachine(states, {}, { dir })
    await second.succeed(token, 'kept')
    expect((await second.ended(arn)).output).toBe('"kept"')
    await second.close()
    const third = await givenMachine(states, {}, { dir })
    expect((await third.describe(arn)).output).toBe('"kept"')
    await third.close()
  })
})
