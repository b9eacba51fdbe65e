import {
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { removeTemporaryDirs, temporaryDir } from '../kit'
import { ask, functionArn, invoke, machineArn, machineOf, machines, settle, until } from './given-machine'

const { given, closeAll } = machines()
afterEach(closeAll)
afterAll(removeTemporaryDirs)

const waiting = { T: ask({ End: true }) }
const stateMachineArn = machineArn()

describe('starting', () => {
  it('the same name with the same input is one execution while it runs; anything else is refused', async () => {
    const one = await given(waiting)
    const arn = await one.start({ a: 1 }, 'name')
    expect(await one.start({ a: 1 }, 'name')).toBe(arn)
    await expect(one.start({ a: 2 }, 'name')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' })
    await one.succeed(await one.token())
    await one.ended(arn)
    await expect(one.start({ a: 1 }, 'name')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' })
    expect(one.tokens).toHaveLength(1)
  })

  it.each([
    ['InvalidName', { stateMachineArn, name: 'a/b' }],
    ['InvalidName', { stateMachineArn, name: 'x'.repeat(81) }],
    ['InvalidExecutionInput', { stateMachineArn, input: '{' }],
    ['ValidationException', { stateMachineArn, input: `"${'x'.repeat(262_144)}"` }],
    ['ValidationException', { stateMachineArn, traceHeader: 'x' }],
    ['StateMachineDoesNotExist', { stateMachineArn: machineArn('other') }],
  ])('is refused with %s', async (name, input) => {
    const one = await given(waiting)
    await expect(one.client.send(new StartExecutionCommand(input))).rejects.toMatchObject({ name })
    const list = await one.client.send(new ListExecutionsCommand({ stateMachineArn }))
    expect(list.executions).toEqual([])
  })

  it('needs the right on the machine, named when it is missing', async () => {
    const one = await given(waiting, {}, { allowed: [`states:StartExecution ${machineArn('other')}`] })
    await expect(one.visitor.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `GuestRole is not authorized to perform: states:StartExecution on resource: ${stateMachineArn}`,
      ),
    })
  })
})

describe('stopping', () => {
  it('ends an execution at once, and its token with it', async () => {
    const one = await given(waiting)
    const executionArn = await one.start()
    const token = await one.token()
    const { stopDate } = await one.client.send(
      new StopExecutionCommand({ executionArn, error: 'Withdrawn', cause: 'by hand' }),
    )
    expect(stopDate).toBeInstanceOf(Date)
    expect(await one.describe(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Withdrawn',
      cause: 'by hand',
      stopDate,
    })
    await expect(one.succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' })
  })

  it('drops what a function answers afterwards', async () => {
    let answer: (value: unknown) => void = () => undefined
    const slow = () => new Promise((resolve) => (answer = resolve))
    const one = await given({ T: invoke('slow', { End: true }) }, { slow })
    const executionArn = await one.start()
    await until(() => one.calls.length === 1)
    await one.client.send(new StopExecutionCommand({ executionArn }))
    answer('late')
    await settle()
    expect((await one.history(executionArn)).at(-1)?.type).toBe('ExecutionAborted')
  })
})

describe('looking', () => {
  it('tells the history in the events of AWS, without the token', async () => {
    const one = await given({ T: ask({ Next: 'E' }), E: { Type: 'Succeed' } })
    const arn = await one.start({ a: 1 })
    const token = await one.token()
    await until(async () => (await one.history(arn)).some(({ type }) => type === 'TaskSubmitted'))
    await one.succeed(token, 'x')
    await one.ended(arn)
    const events = await one.history(arn)
    expect(events.map(({ id, type }) => [id, type])).toEqual(
      [
        ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted'],
        ...[
          'TaskSucceeded',
          'TaskStateExited',
          'SucceedStateEntered',
          'SucceedStateExited',
          'ExecutionSucceeded',
        ],
      ].map((type, n) => [n + 1, type]),
    )
    expect(events[1]).toMatchObject({ stateEnteredEventDetails: { name: 'T', input: '{"a":1}' } })
    expect(events[5]).toMatchObject({ taskSucceededEventDetails: { resourceType: 'lambda', output: '"x"' } })
    expect(JSON.stringify(events)).not.toContain(token)

    const back = await one.client.send(
      new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 2 }),
    )
    expect(back.events!.map(({ id }) => id)).toEqual([10, 9])
    const next = await one.client.send(
      new GetExecutionHistoryCommand({
        executionArn: arn,
        reverseOrder: true,
        nextToken: back.nextToken,
        maxResults: 2,
      }),
    )
    expect(next.events!.map(({ id }) => id)).toEqual([8, 7])
  })

  it('lists executions newest first, by status and page by page, closed ones after a restart too', async () => {
    const dir = temporaryDir()
    const states = { T: ask({ End: true }) }
    const one = await given(states, {}, { dir })
    const arns: string[] = []
    for (const n of [0, 1, 2]) {
      arns.unshift(await one.start({}, `n${n}`))
      await one.token(n)
      one.clock.move(1000)
    }
    await one.succeed(one.tokens[0]!)
    await one.ended(arns[2]!)
    await one.close()
    const again = await given(states, {}, { dir })
    const list = async (more: object) =>
      again.client.send(new ListExecutionsCommand({ stateMachineArn, ...more }))
    const first = await list({ maxResults: 2 })
    expect(first.executions!.map(({ executionArn }) => executionArn)).toEqual(arns.slice(0, 2))
    const rest = await list({ maxResults: 2, nextToken: first.nextToken })
    expect(rest.executions!.map(({ executionArn, status }) => [executionArn, status])).toEqual([
      [arns[2], 'SUCCEEDED'],
    ])
    expect((await list({ statusFilter: 'RUNNING' })).executions).toHaveLength(2)
    expect(again.stepFunctions.counts('m')).toMatchObject({ RUNNING: 2, SUCCEEDED: 1, FAILED: 0 })
  })

  it('describes machines', async () => {
    const one = await given(waiting)
    const { stateMachines } = await one.client.send(new ListStateMachinesCommand({}))
    expect(stateMachines).toMatchObject([{ stateMachineArn, name: 'm', type: 'STANDARD' }])
    expect(await one.client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      roleArn: 'arn:aws:iam::000000000000:role/MachineRole',
      definition: JSON.stringify(machineOf(waiting).definition),
    })
  })

  it('refuses an operation it does not have by name', async () => {
    const one = await given(waiting)
    await expect(one.client.send(new RedriveExecutionCommand({ executionArn: 'arn' }))).rejects.toMatchObject(
      {
        name: 'UnknownOperationException',
        message: expect.stringContaining('RedriveExecution'),
      },
    )
  })
})

describe('defining', () => {
  const end = { Type: 'Pass', End: true }
  const caught = { ErrorEquals: ['A'], Next: 'E' }
  it.each<[string, Record<string, object>, string]>([
    ['a JSONPath field', { T: invoke('f', { Parameters: {}, End: true }) }, 'm.T: Parameters is JSONPath'],
    [
      'a JSONPath key',
      { T: invoke('f', { Arguments: { FunctionName: 'f', Payload: { 'a.$': '$.a' } }, End: true }) },
      'm.T: a.$ is JSONPath',
    ],
    [
      'another service',
      { T: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem', Arguments: {}, End: true } },
      'm.T: Resource arn:aws:states:::dynamodb:putItem is not supported by this emulator',
    ],
    [
      'an unknown field',
      { T: invoke('f', { Credentials: {}, End: true }) },
      'm.T: Credentials is not supported',
    ],
    [
      'a call nobody waits for',
      { T: invoke('f', { Arguments: { FunctionName: 'f', InvocationType: 'Event' }, End: true }) },
      'm.T: Arguments',
    ],
    ['branches', { P: { Type: 'Parallel', Branches: [], End: true } }, 'm.P: Type Parallel is not supported'],
    ['a state that is not there', { T: invoke('f', { Next: 'Nowhere' }) }, 'm.T: goes to Nowhere'],
    ['no way on', { T: invoke('f') }, 'm.T: needs one of Next and End'],
    ['a broken expression', { P: { Type: 'Pass', Output: '{% 1 + %}', End: true } }, 'm.P: 1 +'],
    ['$eval', { P: { Type: 'Pass', Output: "{% $eval('1') %}", End: true } }, 'm.P: $eval does not exist'],
    [
      'States.ALL before others',
      {
        T: invoke('f', {
          Catch: [
            { ErrorEquals: ['States.ALL'], Next: 'T' },
            { ErrorEquals: ['A'], Next: 'T' },
          ],
          End: true,
        }),
      },
      'm.T: States.ALL must stand alone and last in Catch',
    ],
    [
      'a heartbeat longer than the timeout',
      { T: ask({ TimeoutSeconds: 5, HeartbeatSeconds: 5, End: true }) },
      'm.T: HeartbeatSeconds',
    ],
    // What AWS refuses when a machine is created, or would fail on when it runs.
    [
      'a newer JSONata: ??',
      { P: { ...end, Output: '{% $states.input.a ?? 1 %}' } },
      'm.P: $states.input.a ??',
    ],
    [
      'a newer JSONata: ?:',
      { P: { ...end, Output: '{% $states.input.a ?: 1 %}' } },
      'm.P: $states.input.a ?:',
    ],
    ['half an expression', { P: { ...end, Output: '{% 1 + 1' } }, 'm.P: {% 1 + 1 begins or ends'],
    ['an expression behind a space', { P: { ...end, Output: ' {% 1 %}' } }, 'm.P:  {% 1 %} begins or ends'],
    [
      'a wait of more than three years',
      { W: { Type: 'Wait', Seconds: 100_000_000, End: true } },
      'm.W: Seconds',
    ],
    ['a wait until no moment', { W: { Type: 'Wait', Timestamp: 'tomorrow', End: true } }, 'm.W: Timestamp'],
    [
      'a task that may take longer',
      { T: invoke('f', { TimeoutSeconds: 1e8, End: true }) },
      'm.T: TimeoutSeconds',
    ],
    [
      'a pause of more than a year',
      { T: invoke('f', { Retry: [{ ErrorEquals: ['A'], MaxDelaySeconds: 31_622_401 }], End: true }) },
      'm.T: Retry.0.MaxDelaySeconds',
    ],
    ['a state nothing leads to', { P: end, Q: end }, 'm.Q: no way leads to this state'],
    ['a machine without an end', { P: { Type: 'Pass', Next: 'P' } }, 'm: no state ends it'],
    ['a name of 81 letters', { ['x'.repeat(81)]: end }, 'm: States'],
    ['$states as a variable', { P: { ...end, Assign: { states: 1 } } }, 'm.P: Assign'],
    ['a variable with a hyphen', { P: { ...end, Assign: { 'due-at': 1 } } }, 'm.P: Assign'],
    ['a variable that begins with a digit', { P: { ...end, Assign: { '1st': 1 } } }, 'm.P: Assign'],
    [
      'a callback whose function gets no token',
      { T: ask({ Arguments: { FunctionName: 'f', Payload: {} }, End: true }) },
      'm.T: the function needs $states.context.Task.Token',
    ],
    [
      'an error AWS does not have',
      { T: invoke('f', { Catch: [{ ...caught, ErrorEquals: ['States.Late'] }], End: true }), E: end },
      'm.T: States.Late is no error',
    ],
    [
      'a result before there is one',
      { T: invoke('f', { Arguments: { FunctionName: '{% $states.result %}' }, End: true }) },
      'm.T: there is no $states.result here',
    ],
    [
      'an error outside of a Catch',
      { P: { ...end, Output: '{% $states.errorOutput %}' } },
      'm.P: there is no $states.errorOutput here',
    ],
    ['a definition of more than 1 MB', { P: { ...end, Comment: 'x'.repeat(1_048_576) } }, 'm: has 10'],
  ])('refuses %s, naming state and field', async (_, states, message) => {
    const one = await given(waiting)
    expect(() => one.stepFunctions.define(machineOf(states))).toThrow(message)
  })

  it.each([0.5, -1, 1e8, '60'])('fails on a wait that is evaluated to %j seconds', async (seconds) => {
    const one = await given({ W: { Type: 'Wait', Seconds: '{% $states.input.s %}', End: true } })
    expect(await one.result({ s: seconds })).toMatchObject({ error: 'States.QueryEvaluationError' })
  })

  it('refuses a machine that is not in JSONata', async () => {
    const one = await given(waiting)
    const machine = machineOf(waiting)
    const { QueryLanguage: _, ...definition } = machine.definition
    expect(() => one.stepFunctions.define({ ...machine, definition })).toThrow(
      'm: QueryLanguage must be JSONata',
    )
  })

  it('anew changes what starts from then on; what runs keeps its definition', async () => {
    const one = await given({ T: ask({ Next: 'Old' }), Old: { Type: 'Pass', Output: 'old', End: true } })
    const running = await one.start()
    const token = await one.token()
    one.stepFunctions.define(machineOf({ New: { Type: 'Pass', Output: 'new', End: true } }))
    expect(await one.result()).toBe('new')
    await one.succeed(token)
    expect((await one.ended(running)).output).toBe('"old"')
  })

  it.each(['approve-submission', 'send-edition', 'lend-account'])(
    'takes the product’s machine %s',
    async (name) => {
      const one = await given(waiting)
      const text = readFileSync(join(__dirname, '../../../statemachines', `${name}.asl.yml`), 'utf8')
      const resolved = text.replaceAll('${Partition}', 'aws').replaceAll(/\$\{\w+Arn\}/g, functionArn('f'))
      const definition = parse(resolved, { merge: true }) as object
      expect(() => one.stepFunctions.define({ ...machineOf(waiting), definition })).not.toThrow()
    },
  )
})
