import { SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn'
import { randomBytes } from 'node:crypto'
import { removeTemporaryDirs } from '../kit'
import { ask, functionArn, invoke, machineArn, machines, settle, thrown, until } from './given-machine'

const { given, closeAll } = machines()
afterEach(closeAll)
afterAll(removeTemporaryDirs)

const waiting = { T: ask({ End: true }) }

it('calls a function twice and goes on late, when chance is let in', async () => {
  const always = await given(
    { A: ask({ Next: 'B' }), B: invoke('b', { End: true }) },
    { b: () => 1 },
    { chance: () => 0.05 },
  )
  const arn = await always.start()
  await until(() => always.tokens.length === 2)
  expect(always.tokens[0]).toBe(always.tokens[1])
  await always.succeed(always.tokens[0]!)
  await always.ended(arn)
  expect(always.calls).toEqual(['ask', 'ask', 'b', 'b'])
})

describe('a task token', () => {
  it('is long and of chance, and ends its task with what it was given', async () => {
    const one = await given(waiting)
    const arn = await one.start()
    const token = await one.token()
    expect(token).toMatch(/^[\w-]{1000,2048}$/)
    await one.succeed(token, { decision: 'approved' })
    expect(JSON.parse((await one.ended(arn)).output!)).toEqual({ decision: 'approved' })
    await one.start()
    expect(await one.token(1)).not.toBe(token)
  })

  it('used a second time is TaskTimedOut, also while the execution goes on, and for a failure alike', async () => {
    const one = await given({ A: ask({ Next: 'B' }), B: ask({ End: true }) })
    await one.start()
    const first = await one.token(0)
    await one.succeed(first)
    await one.token(1)
    await expect(one.succeed(first)).rejects.toMatchObject({ name: 'TaskTimedOut' })
    const failure = new SendTaskFailureCommand({ taskToken: first })
    await expect(one.client.send(failure)).rejects.toMatchObject({ name: 'TaskTimedOut' })
  })

  it('used a hundred times at once counts exactly once', async () => {
    const one = await given(waiting)
    const arn = await one.start()
    const token = await one.token()
    const tries = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => one.succeed(token, n)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const won = tries.findIndex(({ status }) => status === 'fulfilled')
    expect((await one.ended(arn)).output).toBe(String(won))
  })

  it('that is malformed, of nobody, or comes with what is no JSON is told apart', async () => {
    const one = await given(waiting)
    await one.start()
    const token = await one.token()
    const send = (taskToken: string, output = '{}') =>
      one.client.send(new SendTaskSuccessCommand({ taskToken, output }))
    await expect(send('not a token')).rejects.toMatchObject({ name: 'InvalidToken' })
    await expect(send('x'.repeat(1000))).rejects.toMatchObject({ name: 'InvalidToken' })
    await expect(send(randomBytes(768).toString('base64url'))).rejects.toMatchObject({
      name: 'TaskDoesNotExist',
    })
    const sameExecution = Buffer.from(token, 'base64url').subarray(0, 32)
    const guessed = Buffer.concat([sameExecution, randomBytes(736)]).toString('base64url')
    await expect(send(guessed)).rejects.toMatchObject({ name: 'TaskTimedOut' })
    await expect(send(token, 'not json')).rejects.toMatchObject({ name: 'InvalidOutput' })
    await send(token)
  })

  it('needs the right on its machine', async () => {
    const allowed = [
      `lambda:InvokeFunction ${functionArn('ask')}`,
      `states:SendTaskHeartbeat ${machineArn()}`,
    ]
    const one = await given(waiting, {}, { allowed })
    const arn = await one.start()
    const taskToken = await one.token()
    await one.visitor.send(new SendTaskHeartbeatCommand({ taskToken }))
    const success = new SendTaskSuccessCommand({ taskToken, output: '{}' })
    await expect(one.visitor.send(success)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`states:SendTaskSuccess on resource: ${machineArn()}`),
    })
    expect((await one.describe(arn)).status).toBe('RUNNING')
  })

  it('may be used before the function that got it has returned', async () => {
    const one = await given(waiting, {
      ask: async ({ token }) => {
        await one.succeed(String(token), 'early')
        throw thrown('TooLate')
      },
    })
    expect(await one.result()).toBe('early')
  })

  it('is over at once when the function that should tell it fails', async () => {
    const one = await given(waiting, {
      ask: () => {
        throw thrown('MailDown')
      },
    })
    expect(await one.result()).toMatchObject({ error: 'MailDown' })
  })

  it('fails its task with the error it was given', async () => {
    const caught = [{ ErrorEquals: ['Refused'], Next: 'E' }]
    const one = await given({ T: ask({ Catch: caught, End: true }), E: { Type: 'Succeed' } })
    const arn = await one.start()
    const taskToken = await one.token()
    await one.client.send(new SendTaskFailureCommand({ taskToken, error: 'Refused', cause: 'why' }))
    expect(JSON.parse((await one.ended(arn)).output!)).toEqual({ Error: 'Refused', Cause: 'why' })
  })
})

describe('a wait for people', () => {
  const reminding = {
    Ask: ask({
      TimeoutSeconds: '{% $states.input.wait ? $states.input.wait : 86400 %}',
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Remind' }],
      Output: { decision: '{% $states.result %}' },
      Next: 'Done',
    }),
    Remind: invoke('remind', { Output: '{% $states.result.Payload %}', Next: 'Again' }),
    Again: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.expired %}', Next: 'Expired' }],
      Default: 'Ask',
    },
    Done: { Type: 'Succeed' },
    Expired: { Type: 'Fail', Error: 'Expired' },
  }
  const remindTimes = (times: number) => {
    let reminded = 0
    return { remind: () => ({ expired: ++reminded > times, wait: 3600 }) }
  }

  it('reminds on the moved clock with a new token each time, and the last one decides', async () => {
    const one = await given(reminding, remindTimes(5))
    const arn = await one.start()
    await one.token(0)
    one.clock.move(86_398_000)
    await settle()
    expect(one.tokens).toHaveLength(1)
    one.clock.move(2500)
    await one.token(1)
    one.clock.move(3_601_000)
    const last = await one.token(2)
    for (const old of one.tokens.slice(0, 2))
      await expect(one.succeed(old)).rejects.toMatchObject({ name: 'TaskTimedOut' })
    await one.succeed(last, 'approved')
    expect(JSON.parse((await one.ended(arn)).output!)).toEqual({ decision: 'approved' })
    expect(one.calls).toEqual(['ask', 'remind', 'ask', 'remind', 'ask'])
  })

  it('comes to its named end when nobody answers', async () => {
    const one = await given(reminding, remindTimes(1))
    const arn = await one.start()
    await one.token(0)
    one.clock.move(86_401_000)
    await one.token(1)
    one.clock.move(3_601_000)
    expect(await one.ended(arn)).toMatchObject({ status: 'FAILED', error: 'Expired' })
  })

  it('does not hold a jump of the clock against a function that is just telling the token', async () => {
    let told: (value: unknown) => void = () => undefined
    const tellSlowly = () => new Promise((resolve) => (told = resolve))
    const one = await given({ T: ask({ TimeoutSeconds: 600, End: true }) }, { ask: tellSlowly })
    const arn = await one.start()
    await until(() => one.calls.length === 1)
    one.clock.move(700_000)
    await settle()
    expect((await one.describe(arn)).status).toBe('RUNNING')
    told('told')
    expect(await one.ended(arn)).toMatchObject({ error: 'States.Timeout' })
  })

  it('lives as long as heartbeats come', async () => {
    const one = await given({ T: ask({ TimeoutSeconds: 100_000, HeartbeatSeconds: 600, End: true }) })
    const arn = await one.start()
    const taskToken = await one.token()
    for (let n = 0; n < 3; n++) {
      one.clock.move(500_000)
      await one.client.send(new SendTaskHeartbeatCommand({ taskToken }))
    }
    await settle()
    expect((await one.describe(arn)).status).toBe('RUNNING')
    one.clock.move(601_000)
    expect(await one.ended(arn)).toMatchObject({ error: 'States.HeartbeatTimeout' })
  })
})
