import { join } from 'node:path'
import { createClock, type Clock } from '../../../local/cloud/clock'
import { createRoleAccess } from '../../../local/iam/role-access'
import type { AsyncQueue } from '../../../local/lambda/async-queue'
import { createScheduler, type Scheduler } from '../../../local/schedules/scheduler'
import type { ScheduleModel } from '../../../local/template/service'
import { removeTemporaryDirs, temporaryDir } from '../kit'

const running: Scheduler[] = []
afterEach(() => {
  for (const scheduler of running.splice(0)) scheduler.close()
})
afterAll(removeTemporaryDirs)

const functionArn = 'arn:aws:lambda:ap-southeast-1:000000000000:function:nightly'
const nightly: ScheduleModel = {
  name: 'nightly',
  expression: 'cron(30 2 * * ? *)',
  timeZone: 'Asia/Shanghai',
  functionArn,
  role: 'ScheduleRole',
  input: '{"at":"<aws.scheduler.scheduled-time>"}',
  maximumEventAgeSeconds: 900,
  maximumRetryAttempts: 2,
  enabled: true,
}
const invoke = [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn }]
const startAt = new Date('2026-03-04T10:00:00Z')

function given(
  clock: Clock,
  more: { schedule?: Partial<ScheduleModel>; statements?: unknown[]; dir?: string } = {},
) {
  const dir = more.dir ?? temporaryDir()
  const queued: unknown[] = []
  const lines: string[] = []
  const access = createRoleAccess({
    dir,
    roles: { ScheduleRole: more.statements ?? invoke },
    log: (line) => lines.push(line),
  })
  const queue = { enqueue: (_: string, event: unknown) => queued.push(event) } as unknown as AsyncQueue
  const scheduler = createScheduler({
    file: join(dir, 'schedules.json'),
    schedules: [{ ...nightly, ...more.schedule }],
    queue,
    access,
    clock,
    log: (line) => lines.push(line),
  })
  scheduler.start()
  running.push(scheduler)
  return { scheduler, queued, lines, dir, access }
}
const hours = (n: number) => n * 3_600_000
const at = (clock: Clock, iso: string) => clock.move(Date.parse(iso) - clock.now())

describe('schedules', () => {
  it('run at their hour of the moved clock, once, with their scheduled time', () => {
    const clock = createClock({ startAt })
    const { queued } = given(clock)
    at(clock, '2026-03-04T18:29:58Z')
    expect(queued).toEqual([])
    at(clock, '2026-03-04T18:31:00Z')
    clock.move(1000)
    expect(queued).toEqual([{ at: '2026-03-04T18:30:00Z' }])
  })

  it('run by themselves when real time reaches the hour', async () => {
    const clock = createClock({ startAt: new Date('2026-03-04T18:29:59.800Z') })
    const { queued } = given(clock)
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(queued).toEqual([{ at: '2026-03-04T18:30:00Z' }])
  })

  it('make up for what was missed while down, up to their maximum event age', () => {
    const clock = createClock({ startAt: new Date('2026-03-04T18:00:00Z') })
    const { scheduler, dir } = given(clock)
    scheduler.close()
    at(clock, '2026-03-04T18:44:00Z')
    expect(given(clock, { dir }).queued).toEqual([{ at: '2026-03-04T18:30:00Z' }])
    running.pop()!.close()
    expect(given(clock, { dir }).queued).toEqual([])
    running.pop()!.close()
    at(clock, '2026-03-05T19:00:00Z')
    expect(given(clock, { dir }).queued).toEqual([])
  })

  it('do not run what never was due: a first start has no past', () => {
    expect(given(createClock({ startAt: new Date('2026-03-04T18:31:00Z') })).queued).toEqual([])
  })

  it('are refused when their role may not invoke the function, with the action named', () => {
    const clock = createClock({ startAt })
    const { queued, lines, access } = given(clock, { statements: [] })
    at(clock, '2026-03-04T18:31:00Z')
    expect(queued).toEqual([])
    expect(access.denials()).toMatchObject([{ role: 'ScheduleRole', action: 'lambda:InvokeFunction' }])
    expect(lines.at(-1)).toContain('schedule nightly did not run')
  })

  it('tell where a jump of the clock should stop: every nightly run, the last five of a frequent one', () => {
    const clock = createClock({ startAt })
    const { scheduler } = given(clock)
    const times = scheduler.dueUntil(clock.now() + hours(72)).map((ms) => new Date(ms).toISOString())
    expect(times).toEqual([
      '2026-03-04T18:30:00.000Z',
      '2026-03-05T18:30:00.000Z',
      '2026-03-06T18:30:00.000Z',
    ])
    const frequent = given(clock, { schedule: { expression: 'rate(1 minute)' } })
    expect(frequent.scheduler.dueUntil(clock.now() + hours(2))).toHaveLength(5)
  })
})
