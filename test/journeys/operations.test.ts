import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { FailedWork } from '../../lib/failed/list-failed'
import type { Act } from '../../lib/security/act'
import { smokeTest } from '../../operations/smoke'
import { aStack, type Stack } from '../kit/cloud'
import { twinStage } from '../kit/twin-stage'
import { eventually, serve } from '../local/kit'

let stack: Stack
beforeAll(async () => {
  stack = await aStack({ env: { CANARY: 'on' } })
}, 300_000)
afterAll(() => stack.stop())

/** A command as an engineer types it, at this stack. */
const typed = async (file: string, ...args: string[]) => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', `operations/${file}.ts`, '--stage', 'local', '--region', 'ap-southeast-1', ...args],
    { env: { ...process.env, QIANFA_DIR: stack.dir } },
  )
  return stdout
}

describe('the smoke test after a deploy', () => {
  it('passes where the product runs, and changes nothing', async () => {
    const checks = await smokeTest(stack.cloud.url)
    expect(checks.filter(({ state }) => state !== 'passed')).toEqual([])
    expect(checks.length).toBeGreaterThan(5)
  }, 120_000)

  it('fails where something else answers, and where nobody does', async () => {
    const other = await serve((_, response) => response.end('<form>{'))
    const answered = await smokeTest(other.url)
    await other.close()
    const silent = await smokeTest(other.url)
    for (const checks of [answered, silent])
      expect(checks.every(({ state }) => state === 'failed')).toBe(true)
  }, 120_000)
})

describe('the doctor', () => {
  it('finds a healthy machine healthy', async () => {
    const said = await typed('doctor', '--param', `publicUrl=${stack.cloud.url}`)
    expect(said).toContain('✔ failed events: none')
    expect(said).toContain('✔ identity')
    expect(said).not.toContain('✘')
  }, 120_000)

  it('says what is not well, and ends with an error', async () => {
    const sick = typed('doctor', '--param', 'publicUrl=http://127.0.0.1:9')
    await expect(sick).rejects.toMatchObject({
      stdout: expect.stringContaining('✘ GET /sign-in: no answer'),
      code: 1,
    })
  }, 120_000)
})

const settings = () => {
  const { accessKeyId, secretAccessKey } = stack.cloud.credentialsOf('cloud')
  const credentials = { accessKeyId, secretAccessKey }
  return { endpoint: stack.cloud.gatewayUrl, region: 'ap-southeast-1', credentials }
}

describe('what failed for good', () => {
  it('is kept with its error, listed by one command and invoked again by the same', async () => {
    const broken = { detail: { nothing: 'of an upload' } }
    await new LambdaClient(settings()).send(
      new InvokeCommand({
        FunctionName: 'qianfa-local-validatePicture',
        InvocationType: 'Event',
        Payload: JSON.stringify(broken),
      }),
    )
    await eventually(() => (stack.cloud.events.kept() === 1 ? true : undefined))
    // One attempt and two retries, as Lambda makes them.
    expect(stack.cloud.stats('validatePicture').errors).toBe(3)
    const listed = await typed('redrive-main')
    expect(listed).toMatch(/^1 × qianfa-local-validatePicture: \w+/)
    expect(stack.cloud.events.kept()).toBe(1)
    // Looked at, it stays where others find it.
    expect(await typed('redrive-main', '--again')).toContain('1 invoked once more')
    await eventually(() => (stack.cloud.stats('validatePicture').errors === 6 ? true : undefined))
    // What fails again comes back.
    await eventually(() => (stack.cloud.events.kept() === 1 ? true : undefined))
  }, 300_000)

  it('stands in words at the desk of an administrator, who runs it again, on record', async () => {
    const admin = await stack.signedIn('admin')
    const listed = () => admin.get<FailedWork>('/api/failed-work')
    const { failed, more } = await listed()
    expect(more).toBe(false)
    expect(failed).toMatchObject([
      {
        ...{ functionName: 'validatePicture', count: 1, why: expect.stringMatching(/^\w+/) },
        work: { zh: '检查上传的图片', en: 'checking an uploaded picture' },
        since: expect.stringMatching(/Z$/),
      },
    ])
    expect(await listed()).toEqual({ failed, more })
    expect(await admin.post('/api/failed-work/again', {})).toEqual({ again: 1 })
    // The watch comes by each minute.
    await stack.cloud.clock.move(60_000)
    await eventually(() => (stack.cloud.stats('validatePicture').errors === 9 ? true : undefined))
    const { acts } = await admin.get<{ acts: Act[] }>('/api/admin/acts')
    expect(acts[0]).toMatchObject({
      ...{ type: 'FailedWorkRun', about: { name: 'validatePicture × 1' }, facts: { times: 1 } },
      by: { name: '宋安' },
    })
  }, 300_000)
})

describe('the canary', () => {
  const ran =
    'arn:aws:states:ap-southeast-1:000000000000:execution:qianfa-local-approve-submission:canary-2026-11-24T02'
  const watch = async (scheduledAt: string) => {
    const { FunctionError } = await new LambdaClient(settings()).send(
      new InvokeCommand({
        FunctionName: 'qianfa-local-watchStuck',
        Payload: JSON.stringify({ scheduledAt }),
      }),
    )
    expect(FunctionError).toBeUndefined()
  }

  it('walks through storage, machine and doors with the watch’s own rights, arrives, and is in nobody’s list', async () => {
    const before = stack.cloud.stats('validatePicture').invocations
    await watch('2026-11-24T02:07:00Z')
    await eventually(() => (stack.cloud.stats('validatePicture').invocations > before ? true : undefined))
    await eventually(async () => {
      const { status } = await new SFNClient(settings()).send(
        new DescribeExecutionCommand({ executionArn: ran }),
      )
      return status === 'SUCCEEDED' ? true : undefined
    })
    const editor = await stack.signedIn('editor')
    const { submissions } = await editor.get<{ submissions: unknown[] }>('/api/submissions')
    expect(submissions).toEqual([])
    await watch('2026-11-24T02:12:00Z')
    const ours = { service: 'qianfa', stage: 'local' }
    const told = stack.cloud.metrics.read('Qianfa', 'CanaryFailed', ours)
    expect(told.length).toBeGreaterThan(0)
    expect(told.filter(({ value }) => value !== 0)).toEqual([])
    expect(stack.cloud.metrics.read('Qianfa', 'MediaRefused', ours)).toEqual([])
  }, 300_000)
})

describe('the probe of the WeChat account', () => {
  it('says what WeChat does today, ends with an error when that changed, and is kept for the portal', async () => {
    const twin = twinStage(stack.cloud.url)
    const first = await typed('probe-main')
    expect(first).toContain('allowed   /cgi-bin/draft/add')
    expect(first).toContain('draft: deleted\nnothing differs from the last probe')
    await twin.change('filter', { alsoGone: ['table', 'tbody', 'tr', 'td'] })
    await expect(typed('probe-main')).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('! table: kept <table>'),
    })
    const editor = await stack.signedIn('editor')
    await eventually(async () =>
      (await editor.mails()).find(({ subject }) => subject.includes('微信探针：1 处与上次不同')),
    )
    await editor.post('/api/admin/probes', {})
    const page = await editor.get<{ probes: { by?: { name: string }; news: unknown[] }[]; next?: string }>(
      '/api/admin/probes?limit=2',
    )
    expect(page.probes.map(({ by, news }) => [by?.name, news.length])).toEqual([
      ['许雯', 0],
      [undefined, 1],
    ])
    expect(page.next).toBeDefined()
    expect((await twin.state()).drafts).toEqual([])
  }, 300_000)
})
