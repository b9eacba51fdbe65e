import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClock, type Clock } from '../../../local/cloud/clock'
import { createLambda, type Lambda } from '../../../local/lambda/lambda'
import { createMetrics } from '../../../local/metrics'
import { packageService } from '../../../local/template/package-service'
import { readService } from '../../../local/template/read-service'
import { fixtureRoot, removeTemporaryDirs, temporaryDir } from '../kit'

let lambda: Lambda
let clock: Clock
const dir = temporaryDir()

beforeAll(async () => {
  process.env['SECRET_OF_THIS_MACHINE'] = 'not for functions'
  const { template, stack, code } = await packageService(fixtureRoot)
  const service = readService(template, stack, 'http://127.0.0.1:4000')
  clock = createClock()
  lambda = createLambda({
    functions: service.functions,
    code,
    identityOf: (role) => ({ name: role, accessKeyId: `AKIA-${role}`, secretAccessKey: 'secret' }),
    gatewayUrl: 'http://127.0.0.1:1',
    clock,
    metrics: createMetrics(clock),
    logDir: join(dir, 'logs'),
  })
}, 300_000)

afterAll(async () => {
  await lambda.close()
  removeTemporaryDirs()
})

const payloadOf = async <T>(name: string, event: unknown): Promise<T> => {
  const outcome = await lambda.invoke(name, event)
  if ('error' in outcome) throw new Error(outcome.error.errorMessage)
  return outcome.payload as T
}

describe('environment', () => {
  it('holds what the template gives, what Lambda sets and the role, and nothing of this machine', async () => {
    const { env } = await payloadOf<{ env: Record<string, string> }>('echo', {})
    expect(env).toMatchObject({
      TABLE: 'fixture-local-Table',
      BUCKET: 'fixture-local-uploads',
      PUBLIC_URL: 'http://127.0.0.1:4000',
      MACHINE_ARN: 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:fixture-local-greet',
      AWS_REGION: 'ap-southeast-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'AKIA-EchoRole',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      TZ: ':UTC',
    })
    const own = Object.keys(env).filter((key) => !/^(AWS_|LAMBDA_|_HANDLER$)/.test(key))
    expect(own.sort()).toEqual([
      'BUCKET',
      'LANG',
      'MACHINE_ARN',
      'OUTSIDE_URL',
      'PATH',
      'PUBLIC_URL',
      'TABLE',
      'TZ',
    ])
  })
})

describe('processes', () => {
  it('reuses one process for calls in a row and adds more for calls at once, never above its limit', async () => {
    const first = await payloadOf<{ pid: number }>('echo', {})
    const second = await payloadOf<{ pid: number }>('echo', {})
    expect(second.pid).toBe(first.pid)
    const pids = await Promise.all(
      Array.from({ length: 9 }, () => payloadOf<{ pid: number }>('fail', { how: 'wait', ms: 100 })),
    )
    expect(new Set(pids.map(({ pid }) => pid)).size).toBeGreaterThan(1)
    expect(lambda.stats('fail').processes).toBeLessThanOrEqual(4)
    expect(lambda.stats('fail').invocations).toBe(9)
  })

  it('takes name, ARN and ARN with a version for the same function', async () => {
    const { arn, name } = lambda.model('echo')
    expect(lambda.model(name)).toBe(lambda.model('echo'))
    expect(lambda.model(`${arn}:7`)).toBe(lambda.model('echo'))
    expect(() => lambda.model('nobody')).toThrow('no function nobody; there are echo')
  })
})

describe('failures', () => {
  it('kills a function at its time limit and says so as AWS does', async () => {
    const outcome = await lambda.invoke('fail', { how: 'sleep' })
    expect(outcome).toEqual({
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$/,
        ),
        trace: [],
      },
    })
    expect(await payloadOf('fail', {})).toHaveProperty('pid')
  })

  it('reports what the handler threw with name, message and stack', async () => {
    const outcome = await lambda.invoke('fail', { how: 'throw' })
    expect(outcome).toMatchObject({ error: { errorType: 'RangeError', errorMessage: 'out of range' } })
    expect('error' in outcome && outcome.error.trace.length).toBeGreaterThan(1)
  })

  it('reports a process that ended by itself', async () => {
    expect(await lambda.invoke('fail', { how: 'exit' })).toMatchObject({
      error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') },
    })
  })
})

describe('watching', () => {
  it('counts invocations and memory and keeps a log of JSON lines', async () => {
    const stats = lambda.stats('echo')
    expect(stats.peakRssBytes).toBeGreaterThan(20 * 2 ** 20)
    expect(stats.peakRssBytes).toBeLessThan(400 * 2 ** 20)
    const lines = readFileSync(join(dir, 'logs', 'echo.log'), 'utf8')
      .trim()
      .split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toContain('platform.report')
  })
})

describe('time', () => {
  it('shows the cloud’s time to production code, also after it was moved', async () => {
    clock.move(3 * 86_400_000)
    const { now } = await payloadOf<{ now: string }>('echo', {})
    expect(Math.abs(Date.parse(now) - (Date.now() + 3 * 86_400_000))).toBeLessThan(2_000)
  })
})
