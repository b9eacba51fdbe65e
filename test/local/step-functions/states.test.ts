import { removeTemporaryDirs } from '../kit'
import {
  ask,
  functionArn,
  invoke,
  machineArn,
  machines,
  settle,
  thrown,
  until,
  type Functions,
} from './given-machine'

const { given, closeAll } = machines()
afterEach(closeAll)
afterAll(removeTemporaryDirs)

const outcome = async (states: Record<string, object>, input?: unknown, functions?: Functions) =>
  (await given(states, functions)).result(input)
const pass = (Output: unknown) => ({ P: { Type: 'Pass', Output, End: true } })

describe('data', () => {
  it('assigns for the next state; Assign and Output see the same moment', async () => {
    const states = {
      A: { Type: 'Pass', Assign: { n: 1 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Output: { before: '{% $n %}' }, Next: 'C' },
      C: { Type: 'Succeed', Output: { input: '{% $states.input %}', n: '{% $n %}' } },
    }
    expect(await outcome(states)).toEqual({ input: { before: 1 }, n: 2 })
  })

  it('has the functions Step Functions adds to JSONata', async () => {
    const output = await outcome(
      pass({
        uuid: '{% $uuid() %}',
        parsed: '{% $parse(\'{"a":[1,2]}\').a %}',
        hash: "{% $hash('abc', 'SHA-256') %}",
        parts: '{% $partition([1,2,3,4,5], 2) %}',
        range: '{% $range(0, 10, 5) %}',
        same: '{% $random(7) = $random(7) and $random(7) < 1 %}',
        text: 'plain text',
      }),
    )
    expect(output).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      parsed: [1, 2],
      // FIPS 180-2, appendix B.1
      hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      parts: [[1, 2], [3, 4], [5]],
      range: [0, 5, 10],
      same: true,
      text: 'plain text',
    })
  })

  it('tells the time of the cloud', async () => {
    const one = await given(
      pass({ ms: '{% $millis() %}', now: '{% $now() %}', year: "{% $now('[Y0001]') %}" }),
    )
    one.clock.move(400 * 86_400_000)
    const { ms, now, year } = (await one.result()) as { ms: number; now: string; year: string }
    expect(Math.abs(ms - one.clock.now())).toBeLessThan(10_000)
    expect([now.slice(0, 4), year]).toEqual(Array(2).fill(String(new Date(one.clock.now()).getUTCFullYear())))
  })

  it('knows where it is: execution, machine, state', async () => {
    const one = await given(pass('{% $states.context %}'))
    const arn = await one.start({ a: 1 }, 'named')
    expect(JSON.parse((await one.ended(arn)).output!)).toMatchObject({
      Execution: { Id: arn, Name: 'named', Input: { a: 1 }, StartTime: expect.stringMatching(/Z$/) },
      StateMachine: { Id: machineArn(), Name: 'm' },
      State: { Name: 'P', EnteredTime: expect.stringMatching(/Z$/), RetryCount: 0 },
    })
  })

  it.each([
    ['what is not there', '{% $states.input.missing %}'],
    ['a context at the top', '{% $.a %}'],
    ['what is no JSON', '{% function($x) { $x } %}'],
  ])('fails on %s', async (_, expression) => {
    expect(await outcome(pass(expression), { a: 1 })).toMatchObject({ error: 'States.QueryEvaluationError' })
  })

  it('is held to 256 KiB, which only its own name catches', async () => {
    const catching = (name: string) => ({
      A: invoke('big', { Catch: [{ ErrorEquals: [name], Next: 'B' }], End: true }),
      B: { Type: 'Succeed' },
    })
    const big = (length: number) => ({ big: () => 'x'.repeat(length) })
    const limit = 'States.DataLimitExceeded'
    expect(await outcome(catching('States.ALL'), {}, big(262_145))).toMatchObject({ error: limit })
    expect(await outcome(catching(limit), {}, big(262_145))).toMatchObject({ Error: limit })
    expect(await outcome(catching(limit), {}, big(200_000))).toMatchObject({ StatusCode: 200 })
  })
})

describe('Choice', () => {
  const states = {
    C: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Assign: { size: 'big' }, Output: 'chosen', Next: 'E' },
        { Condition: "{% $states.input.n = 9 ? 'yes' : false %}", Next: 'E' },
      ],
      Default: 'E',
      Assign: { size: 'small' },
    },
    E: { Type: 'Succeed', Output: ['{% $size %}', '{% $states.input %}'] },
  }

  it('takes the first that holds or the default, with what each assigns', async () => {
    expect(await outcome(states, { n: 11 })).toEqual(['big', 'chosen'])
    expect(await outcome(states, { n: 1 })).toEqual(['small', { n: 1 }])
  })

  it('fails when a condition is no boolean, and when nothing holds', async () => {
    expect(await outcome(states, { n: 9 })).toMatchObject({ error: 'States.QueryEvaluationError' })
    const { Default: _, ...C } = states.C
    expect(await outcome({ ...states, C }, { n: 1 })).toMatchObject({ error: 'States.NoChoiceMatched' })
  })
})

describe('Task', () => {
  it('calls the function and gives what AWS gives', async () => {
    const states = { T: invoke('echo', { End: true }) }
    expect(await outcome(states, { a: 1 }, { echo: (payload) => ({ payload }) })).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { payload: { a: 1 } },
      StatusCode: 200,
    })
  })

  it('without the right of its role fails with the missing action, and the function is not reached', async () => {
    const caught = [
      { ErrorEquals: ['Lambda.AccessDeniedException'], Output: '{% $states.errorOutput.Cause %}', Next: 'E' },
    ]
    const states = { T: invoke('echo', { Catch: caught, End: true }), E: { Type: 'Succeed' } }
    const one = await given(states, { echo: () => 'reached' }, { allowed: [] })
    expect(await one.result()).toContain(
      `MachineRole is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn('echo')}`,
    )
    expect(one.calls).toEqual([])
  })

  it('catches by the name of the error and tells what the function said', async () => {
    const caught = [
      { ErrorEquals: ['Other'], Next: 'Wrong' },
      { ErrorEquals: ['NothingToAsk'], Assign: { why: '{% $states.errorOutput.Cause %}' }, Next: 'Told' },
    ]
    const states = {
      T: invoke('refuse', { Catch: caught, End: true }),
      Wrong: { Type: 'Fail' },
      Told: { Type: 'Succeed', Output: ['{% $parse($why) %}', '{% $states.input.Error %}'] },
    }
    const refuse = () => {
      throw thrown('NothingToAsk', 'nobody is there')
    }
    expect(await outcome(states, {}, { refuse })).toEqual([
      { errorType: 'NothingToAsk', errorMessage: 'nobody is there' },
      'NothingToAsk',
    ])
  })

  it('retries with growing pauses on the clock, each retrier by its own count, then fails', async () => {
    const retry = [
      { ErrorEquals: ['Never'], MaxAttempts: 0 },
      { ErrorEquals: ['Busy'], IntervalSeconds: 60, BackoffRate: 2, MaxAttempts: 3, MaxDelaySeconds: 100 },
      { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 5 },
    ]
    const Arguments = {
      FunctionName: functionArn('flaky'),
      Payload: { count: '{% $states.context.State.RetryCount %}' },
    }
    const states = { T: invoke('flaky', { Retry: retry, Arguments, End: true }) }
    const seen: unknown[] = []
    const flaky: Functions['string'] = ({ count }) => {
      seen.push(count)
      throw thrown('Busy')
    }
    const one = await given(states, { flaky })
    const arn = await one.start()
    for (const [n, pause] of [60, 100, 100].entries()) {
      await until(
        async () => (await one.history(arn)).filter(({ type }) => type === 'TaskFailed').length === n + 1,
      )
      await settle()
      one.clock.move((pause - 2) * 1000)
      await settle()
      expect(seen).toHaveLength(n + 1)
      one.clock.move(2000)
    }
    expect(await one.ended(arn)).toMatchObject({ status: 'FAILED', error: 'Busy' })
    expect(seen).toEqual([0, 1, 2, 3])

    const never = () => {
      throw thrown('Never')
    }
    const other = await given(states, { flaky: never })
    expect(await other.result()).toMatchObject({ error: 'Never' })
    expect(other.calls).toHaveLength(1)
  })

  it('that hangs times out, but not because the clock jumped while it worked', async () => {
    let answer: (value: unknown) => void = () => undefined
    const slow = () => new Promise((resolve) => (answer = resolve))
    const one = await given({ T: invoke('slow', { TimeoutSeconds: 60, End: true }) }, { slow })
    const arn = await one.start()
    await until(() => one.calls.length === 1)
    one.clock.move(86_400_000)
    await settle()
    answer('done')
    expect(await one.ended(arn)).toMatchObject({ status: 'SUCCEEDED' })

    const hang = () => new Promise(() => undefined)
    const short = await given({ T: invoke('hang', { TimeoutSeconds: 1, End: true }) }, { hang })
    expect(await short.result()).toMatchObject({ error: 'States.Timeout' })
  })
})

describe('Wait, Fail and the time of a machine', () => {
  it('waits for seconds and for an hour, on the clock', async () => {
    const states = {
      W: { Type: 'Wait', Seconds: '{% $states.input.s %}', Next: 'U' },
      U: { Type: 'Wait', Timestamp: '{% $states.input.until %}', End: true },
    }
    const one = await given(states)
    const arn = await one.start({ s: 600, until: new Date(one.clock.now() + 86_400_000).toISOString() })
    one.clock.move(601_000)
    await until(async () => (await one.history(arn)).some(({ type }) => type === 'WaitStateExited'))
    await settle()
    expect((await one.describe(arn)).status).toBe('RUNNING')
    one.clock.move(86_400_000)
    expect((await one.ended(arn)).status).toBe('SUCCEEDED')
  })

  it('fails with the error and cause of a Fail state', async () => {
    const states = { F: { Type: 'Fail', Error: 'Broken', Cause: "{% 'because ' & $states.input.why %}" } }
    expect(await outcome(states, { why: 'so' })).toEqual({ error: 'Broken', cause: 'because so' })
  })

  it('ends a machine that takes too long, whatever it would catch', async () => {
    const catching = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E' }], End: true }
    const states = { T: ask(catching), E: { Type: 'Succeed' } }
    const one = await given(states, {}, { more: { TimeoutSeconds: 3600 } })
    const arn = await one.start()
    const token = await one.token()
    one.clock.move(3_601_000)
    expect(await one.ended(arn)).toMatchObject({ status: 'TIMED_OUT' })
    await expect(one.succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' })
  })
})
