import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import { packageService } from '../../local/template/package-service'
import type { Template } from '../../local/template/template'
import { alarmFaults, type Quiet } from '../../operations/rules/alarms'
import { ofType, type Properties } from '../../operations/rules/rule'
import { templateFaults } from '../../operations/rules/template-faults'
import { checkSettings } from '../../operations/settings-check'
import { toldMetrics } from './told-metrics'

const root = resolve(__dirname, '../..')
const quiet = parse(readFileSync(join(root, 'resources', 'alarms.yml'), 'utf8')) as Quiet
const runbook = readFileSync(join(root, 'docs', 'runbook.md'), 'utf8')
let whole: Template

beforeAll(async () => {
  whole = (await packageService(root)).template
}, 300_000)

const alarms = (template: Template, told = toldMetrics()) => alarmFaults(template, told, quiet, runbook)

describe('the stack', () => {
  it.each(['none', 'nat', 'fck'])(
    'with egress %s has nothing of what it must not have',
    async (egress) => {
      const { template } = await packageService(root, egress === 'none' ? [] : [`--param=egress=${egress}`])
      expect(templateFaults(template)).toEqual([])
      expect(alarms(template)).toEqual([])
    },
    300_000,
  )

  it('keeps executions for WeChat’s callback when asked to, and only for it', async () => {
    const { template } = await packageService(root, ['--param=reservedConcurrency=7'])
    const reserved = (of: Template) =>
      ofType(of, 'AWS::Lambda::Function').flatMap(([id, { ReservedConcurrentExecutions: kept }]) =>
        kept === undefined ? [] : [[id, kept]],
      )
    expect(reserved(template)).toEqual([['ReceivePushLambdaFunction', 7]])
    expect(reserved(whole)).toEqual([])
  }, 300_000)

  it('tells numbers under names that stand in the code as they are', () => {
    const told = toldMetrics()
    expect(told).toEqual(
      expect.arrayContaining(['MassSendUnknown', 'ArchiveFailed', 'ApprovalPaused', 'WatchRan']),
    )
    expect(told.length).toBeGreaterThan(25)
  })
})

/** A copy with one thing spoilt. */
function planted(
  spoil: (of: (type: string) => [string, Properties][], template: Template) => void,
): Template {
  const template = structuredClone(whole)
  spoil((type) => ofType(template, type), template)
  return template
}
const first = (entries: [string, Properties][]): Properties => entries[0]![1]
const statesOf = (machine: Properties) =>
  Object.values(machine['Definition'].States as Record<string, Properties>)

describe('planting a fault makes its check red:', () => {
  it.each<[string, (of: (type: string) => [string, Properties][], template: Template) => void, RegExp]>([
    [
      'a grant by wildcard',
      (of) =>
        (first(of('AWS::IAM::Role'))['Policies'][0].PolicyDocument.Statement[0].Action = ['dynamodb:*']),
      /may dynamodb:\*/,
    ],
    [
      'a grant on everything',
      (of) => (first(of('AWS::IAM::Role'))['Policies'][0].PolicyDocument.Statement[0].Resource = '*'),
      /on everything/,
    ],
    [
      'an asynchronous function without a destination',
      (of) => delete first(of('AWS::Lambda::EventInvokeConfig'))['DestinationConfig'],
      /no destination/,
    ],
    [
      'a schedule without a dead-letter queue',
      (of) => delete first(of('AWS::Scheduler::Schedule'))['Target'].DeadLetterConfig,
      /no dead-letter queue/,
    ],
    [
      'a callback without a token',
      (of) =>
        of('AWS::StepFunctions::StateMachine')
          .flatMap(([, machine]) => statesOf(machine))
          .filter(({ Resource }) => String(Resource).endsWith('waitForTaskToken'))
          .slice(0, 1)
          .forEach((state) => (state['Arguments'] = { FunctionName: 'f', Payload: {} })),
      /waits for a token/,
    ],
    [
      'a wait without an end',
      (of) =>
        delete statesOf(first(of('AWS::StepFunctions::StateMachine'))).find(({ Type }) => Type === 'Task')![
          'TimeoutSeconds'
        ],
      /has no time limit/,
    ],
    [
      'a public bucket',
      (of) => (first(of('AWS::S3::Bucket'))['PublicAccessBlockConfiguration'].BlockPublicPolicy = false),
      /without BlockPublicPolicy/,
    ],
    [
      'a bucket that lets everybody in',
      (of) =>
        first(of('AWS::S3::BucketPolicy'))['PolicyDocument'].Statement.push({
          ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
        }),
      /lets everybody in/,
    ],
    [
      'a queue that takes messages without TLS',
      (of, { Resources }) => delete Resources[of('AWS::SQS::QueuePolicy')[0]![0]],
      /takes messages without TLS/,
    ],
    [
      'a queue that is not encrypted',
      (of) => delete first(of('AWS::SQS::Queue'))['SqsManagedSseEnabled'],
      /is not encrypted/,
    ],
    [
      'a door that takes longer than API Gateway waits',
      (of) => of('AWS::Lambda::Function').forEach(([, properties]) => (properties['Timeout'] = 60)),
      /may take 60 s/,
    ],
    [
      'a route without a throttle',
      (of) => delete first(of('AWS::ApiGatewayV2::Stage'))['RouteSettings']['GET /d/{token}'],
      /GET \/d\/\{token\} has no throttle/,
    ],
    [
      'numbers of each route',
      (of) =>
        (first(of('AWS::ApiGatewayV2::Stage'))['DefaultRouteSettings'] = { DetailedMetricsEnabled: true }),
      /counts each route by itself/,
    ],
    [
      'a setting that nothing reads',
      (of) => (first(of('AWS::Lambda::Function'))['Environment'].Variables.SPARE = '1'),
      /is told SPARE, which nothing reads/,
    ],
    [
      'a setting that is not given',
      (of) => delete first(of('AWS::Lambda::Function'))['Environment'].Variables.PUBLIC_URL,
      /is not told PUBLIC_URL/,
    ],
    [
      'a property that AWS does not know',
      (of) => (first(of('AWS::SQS::Queue'))['MessageRetention'] = 1),
      /MessageRetention is not known/,
    ],
    [
      'a property within another that AWS does not know',
      (of) => (first(of('AWS::Lambda::Function'))['LoggingConfig'].Format = 'JSON'),
      /LoggingConfig\.Format is not known/,
    ],
    [
      'a property that is missing',
      (of) => delete first(of('AWS::Lambda::Function'))['Role'],
      /\.Role is missing/,
    ],
  ])('%s', (_, spoil, fault) => {
    const faults = templateFaults(planted(spoil))
    expect(faults.join('\n')).toMatch(fault)
  })

  it('a number without an alarm', () => {
    expect(alarms(whole, [...toldMetrics(), 'SomethingNew'])).toEqual([
      'SomethingNew is told and nobody hears it',
    ])
  })

  it('an alarm that nothing could raise, that tells nobody, or that leads nowhere', () => {
    const deaf = planted((of) => {
      const [alarm] = of('AWS::CloudWatch::Alarm').filter(
        ([, { MetricName }]) => MetricName === 'MassSendFailed',
      )
      Object.assign(alarm![1], {
        MetricName: 'MassSendBroken',
        AlarmActions: [],
        AlarmDescription: 'no section',
      })
    })
    expect(alarms(deaf)).toEqual([
      'MassSendFailed is told and nobody hears it',
      'MassSendBroken is listened for and nobody tells it',
      'SendFailedAlarm tells nobody',
      expect.stringMatching(/SendFailedAlarm leads to no section/),
    ])
  })

  it('a machine whose end is not heard, and a schedule without a heartbeat', () => {
    const silent = planted((of, { Resources }) => {
      for (const [id, { TreatMissingData, MetricName }] of of('AWS::CloudWatch::Alarm'))
        if (TreatMissingData === 'breaching' || MetricName === 'ExecutionsTimedOut') delete Resources[id]
    })
    const faults = alarms(silent)
    expect(faults).toContain('ExecutionsTimedOut of SendEditionMachine wakes nobody')
    expect(faults).toContain('WatchStuckSchedule has no heartbeat: who notices that it stopped?')
    expect(faults).not.toContain('CloseMonthSchedule has no heartbeat: who notices that it stopped?')
  })

  it('a value of the demo in prod', () => {
    const functions = [{ environment: { WECHAT_ACCOUNT: 'wx-demo' } }] as unknown as Parameters<
      typeof checkSettings
    >[0]['functions']
    const target = {
      stage: 'prod',
      region: 'ap-southeast-1',
      partition: 'aws' as const,
      params: { egress: 'nat' },
    }
    expect(checkSettings({ functions }, target).some(({ state }) => state === 'failed')).toBe(true)
  })
})
