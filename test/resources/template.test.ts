import type { State } from '../../operations/rules/machines'
import aslValidator from 'asl-validator'
import { build } from 'esbuild'
import { join, resolve } from 'node:path'
import { packageService } from '../../local/template/package-service'
import { letterPrefix } from '../../lib/outbox/store'
import { canaryId } from '../../lib/submission/canary'
import { pushPrefix } from '../../lib/push/store'
import { toldMetrics } from './told-metrics'
import type { Template } from '../../local/template/template'

/** The stack as it would be deployed, compiled offline by the framework itself. */
const root = resolve(__dirname, '../..')

interface Statement {
  Effect: string
  Action: string | string[]
  Resource: unknown
  Condition?: { Bool?: Record<string, unknown> }
}
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- CloudFormation's own shapes, of every type of resource
type Properties = Record<string, any>

let template: Template
/** logical id and properties of every resource of a type */
let of: (type: string) => [id: string, properties: Properties][]

beforeAll(async () => {
  template = (await packageService(root)).template
  of = (type) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => [id, (resource.Properties ?? {}) as Properties])
}, 300_000)

const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value])
const actionsOf = (statement: Statement): string[] => listOf(statement.Action)
const statementsOf = (role: Properties): Statement[] =>
  ((role['Policies'] ?? []) as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
    (policy) => policy.PolicyDocument.Statement,
  )
const refersTo = (value: unknown, id: string): boolean =>
  JSON.stringify(value).includes(`"${id}"`) || JSON.stringify(value).includes(`\${${id}.`)

/** A function, its bundle's entry, and what its role allows. */
interface Granted {
  id: string
  entry: string
  role: string
  asynchronous: boolean
  /** of the stream that Lambda reads in the function's name */
  streamed: boolean
  actions: string[]
}
/** Nobody waits for it: a rule or a schedule knocks. */
const asynchronous = (id: string): boolean =>
  [
    ...of('AWS::Events::Rule').map(([, { Targets }]) => Targets as unknown),
    ...of('AWS::Scheduler::Schedule').map(([, { Target }]) => Target.Arn as unknown),
  ].some((target) => refersTo(target, id))
const functions = (): Granted[] =>
  of('AWS::Lambda::Function').map(([id, properties]) => {
    const role = (properties['Role'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0]
    return {
      id,
      role,
      streamed: of('AWS::Lambda::EventSourceMapping').some(([, { FunctionName }]) =>
        refersTo(FunctionName, id),
      ),
      asynchronous: asynchronous(id),
      entry: `${(properties['Handler'] as string).replace(/\.handler$/, '')}.ts`,
      actions: statementsOf((template.Resources[role]?.Properties ?? {}) as Properties).flatMap(actionsOf),
    }
  })

describe('the stack', () => {
  it('lets the HTTP API call the functions that have a route, by one role, and nothing else', () => {
    const integrations = of('AWS::ApiGatewayV2::Integration')
    expect(integrations.length).toBeGreaterThan(20)
    for (const [, { CredentialsArn }] of integrations)
      expect(CredentialsArn).toEqual({ 'Fn::GetAtt': ['DoorsRole', 'Arn'] })
    const { Properties = {} } = template.Resources['DoorsRole'] ?? {}
    const statements = statementsOf(Properties)
    expect(statements.map(({ Action }) => Action)).toEqual(['lambda:InvokeFunction'])
    expect(statements[0]?.Resource).toEqual(integrations.map(([, { IntegrationUri }]) => IntegrationUri))
    const permitted = of('AWS::Lambda::Permission').filter(([, { Principal }]) =>
      JSON.stringify(Principal).includes('apigateway'),
    )
    expect(permitted).toEqual([])
  })

  it('keeps the statements of every role within what IAM takes, and the template within what CloudFormation takes', () => {
    const sizes = of('AWS::IAM::Role').map(([role, { Policies }]) => ({
      role,
      characters: JSON.stringify((Policies as { PolicyDocument: unknown }[]).map((one) => one.PolicyDocument))
        .length,
    }))
    // 10,240 characters without blanks; functions in CloudFormation's text become ARNs of about their length.
    expect(sizes.filter(({ characters }) => characters > 8_000)).toEqual([])
    expect(JSON.stringify(template).length).toBeLessThan(900_000)
  })

  it('names no partition: it goes to China and to everywhere else as it is', () => {
    const text = JSON.stringify(template)
    expect(text).toContain('AWS::Partition')
    expect(text.match(/arn:aws(-\w+)*:[^"]{0,60}/g) ?? []).toEqual([])
    expect(text.match(/[\w.-]*amazonaws\.com\.cn/g) ?? []).toEqual([])
  })

  it('keeps one function to one role, and one role to one function', () => {
    const roles = functions().map((one) => one.role)
    expect(new Set(roles).size).toBe(roles.length)
    expect(template.Resources['IamRoleLambdaExecution']).toBeUndefined()
    expect(roles.every((role) => template.Resources[role]?.Type === 'AWS::IAM::Role')).toBe(true)
  })

  it('allows no action by wildcard, and no resource by wildcard but where AWS takes nothing else', () => {
    const statements = of('AWS::IAM::Role').flatMap(([role, properties]) =>
      statementsOf(properties).map((statement) => ({ role, statement })),
    )
    expect(statements.length).toBeGreaterThan(100)
    const wild = statements.filter(({ statement }) => actionsOf(statement).some((one) => one.includes('*')))
    expect(wild).toEqual([])
    const everywhere = statements.filter(({ statement }) => listOf(statement.Resource).includes('*'))
    const elsewhere = everywhere.flatMap(({ role, statement }) =>
      actionsOf(statement)
        .filter(
          (action) =>
            !/^(xray:|logs:(\w*LogDeliver|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups))/.test(
              action,
            ),
        )
        .map((action) => `${role} ${action}`),
    )
    expect(elsewhere).toEqual([])
    expect(everywhere.every(({ role }) => role.endsWith('MachineRole'))).toBe(true)
  })
})

/** Which commands of the SDK an action is for: a grant none of whose commands is in the bundle is one too many. */
const commandsFor: Record<string, string[]> = {
  'dynamodb:GetItem': ['GetItemCommand'],
  'dynamodb:BatchGetItem': ['BatchGetItemCommand'],
  'dynamodb:Query': ['QueryCommand'],
  'dynamodb:PutItem': ['PutItemCommand', 'TransactWriteItemsCommand'],
  'dynamodb:UpdateItem': ['UpdateItemCommand', 'TransactWriteItemsCommand'],
  'dynamodb:DeleteItem': ['DeleteItemCommand', 'TransactWriteItemsCommand'],
  'dynamodb:ConditionCheckItem': ['TransactWriteItemsCommand'],
  's3:GetObject': ['GetObjectCommand', 'HeadObjectCommand', 'CopyObjectCommand'],
  's3:GetObjectVersion': ['GetObjectCommand', 'HeadObjectCommand', 'CopyObjectCommand'],
  's3:PutObject': [
    'PutObjectCommand',
    'CopyObjectCommand',
    'CreateMultipartUploadCommand',
    'UploadPartCommand',
  ],
  's3:PutObjectVersionTagging': ['PutObjectTaggingCommand'],
  's3:PutObjectRetention': ['PutObjectCommand', 'PutObjectRetentionCommand'],
  's3:GetObjectRetention': ['HeadObjectCommand', 'GetObjectRetentionCommand'],
  's3:AbortMultipartUpload': ['AbortMultipartUploadCommand'],
  's3:ListMultipartUploadParts': ['ListPartsCommand'],
  's3:ListBucket': ['HeadObjectCommand', 'CopyObjectCommand', 'GetObjectCommand', 'ListObjectsV2Command'],
  's3:ListBucketVersions': ['ListObjectVersionsCommand'],
  's3:DeleteObject': ['DeleteObjectCommand'],
  's3:DeleteObjectVersion': ['DeleteObjectCommand'],
  'lambda:InvokeFunction': ['InvokeCommand'],
  'sqs:ReceiveMessage': ['ReceiveMessageCommand'],
  'sqs:ChangeMessageVisibility': ['ChangeMessageVisibilityCommand'],
  'sqs:DeleteMessage': ['DeleteMessageCommand'],
  'ssm:GetParameter': ['AmazonSSM.GetParameter'],
  'ssm:PutParameter': ['PutParameterCommand'],
  'states:StartExecution': ['StartExecutionCommand'],
  'states:SendTaskSuccess': ['SendTaskSuccessCommand'],
  'states:SendTaskFailure': ['SendTaskFailureCommand'],
  'states:StopExecution': ['StopExecutionCommand'],
  'states:DescribeExecution': ['DescribeExecutionCommand'],
}
/** Everybody writes logs; what failed for good is dropped into the dead-letter queue by Lambda itself. */
const forLambda = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage']
const forStream = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (action) => `dynamodb:${action}`,
)

describe('grants beside what the code asks', () => {
  /** Commands of AWS in the code of each entry, after esbuild has dropped what it does not use. */
  async function commandsOf(entries: string[]): Promise<Map<string, Set<string>>> {
    const { outputFiles } = await build({
      entryPoints: [...new Set(entries)],
      absWorkingDir: root,
      outdir: 'nowhere',
      outbase: '.',
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      write: false,
      logLevel: 'error',
    })
    return new Map(
      outputFiles.map(({ path, text }) => [
        path.slice(join(root, 'nowhere').length + 1).replace(/\.js$/, '.ts'),
        // A command of a client (esbuild numbers a name it meets twice), or the target of a call that is signed without one.
        new Set(
          [...text.matchAll(/new (\w+?Command)\d*\(|"(AmazonSSM\.\w+)"/g)].map(
            (match) => match[1] ?? match[2]!,
          ),
        ),
      ]),
    )
  }

  it('grants nothing that no command in the function could use, and knows every action it grants', async () => {
    const all = functions()
    const commands = await commandsOf(all.map((one) => one.entry))
    expect(commands.size).toBe(all.length)
    const tooMuch = all.flatMap(({ id, entry, actions, asynchronous, streamed }) =>
      actions
        .filter((action) => !(streamed && forStream.includes(action)))
        .filter((action) => !(forLambda.includes(action) && (action !== 'sqs:SendMessage' || asynchronous)))
        .filter((action) => !commandsFor[action]?.some((command) => commands.get(entry)?.has(command)))
        .map((action) => `${id}: ${action}`),
    )
    expect(tooMuch).toEqual([])
  })

  it('lets each machine invoke exactly the functions it calls', () => {
    for (const [, properties] of of('AWS::StepFunctions::StateMachine')) {
      const called = Object.keys(properties['DefinitionSubstitutions'] as object).filter((key) =>
        key.endsWith('Arn'),
      )
      const role = (properties['RoleArn'] as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0]
      const invoke = statementsOf((template.Resources[role]?.Properties ?? {}) as Properties).filter(
        (statement) => actionsOf(statement).includes('lambda:InvokeFunction'),
      )
      const granted = new Set(JSON.stringify(invoke).match(/\w+(?=LambdaFunction)/g) ?? [])
      expect([...granted].sort()).toEqual(called.map((key) => key.replace(/Arn$/, '')).sort())
    }
  })

  it('gives the door that shows a decision no right to change anything (invariant 4)', () => {
    const door = functions().find((one) => one.id === 'ShowDecisionLambdaFunction')
    expect(door?.actions).toEqual(expect.arrayContaining(['dynamodb:GetItem']))
    expect(
      door?.actions.filter((action) => /:(Put|Update|Delete|Start|Send|Abort|Condition)/.test(action)),
    ).toEqual(['logs:PutLogEvents'])
  })
})

describe('the stream of the table', () => {
  it('wakes only who sends letters and who acts on pushes, for what was not there before, and gives up by age and number', () => {
    const mappings = of('AWS::Lambda::EventSourceMapping')
    expect(mappings.map(([, { FunctionName }]) => FunctionName)).toEqual([
      { 'Fn::GetAtt': ['SendLettersLambdaFunction', 'Arn'] },
      { 'Fn::GetAtt': ['ActOnPushesLambdaFunction', 'Arn'] },
    ])
    for (const [at, [, properties]] of mappings.entries()) {
      expect(properties['EventSourceArn']).toEqual({ 'Fn::GetAtt': ['Table', 'StreamArn'] })
      expect(properties['MaximumRetryAttempts']).toBeLessThanOrEqual(10)
      expect(properties['MaximumRecordAgeInSeconds']).toBeLessThanOrEqual(3600)
      const [{ Pattern }] = properties['FilterCriteria'].Filters
      expect(JSON.parse(Pattern as string)).toEqual({
        eventName: ['INSERT'],
        dynamodb: { Keys: { pk: { S: [{ prefix: [letterPrefix, pushPrefix][at] }] }, sk: { S: ['HEAD'] } } },
      })
    }
    for (const { id, streamed } of functions().filter((one) => one.streamed))
      for (const action of forStream)
        expect([id, streamed, functions().find((one) => one.id === id)?.actions]).toEqual([
          id,
          true,
          expect.arrayContaining([action]),
        ])
  })
})

describe('the table', () => {
  it('is on demand, recoverable, protected, kept when the stack goes, and forgets only by ttl', () => {
    const tables = of('AWS::DynamoDB::Table')
    expect(tables).toHaveLength(1)
    const [id, properties] = tables[0]!
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    })
    expect(template.Resources[id]).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    })
  })
})

describe('the buckets', () => {
  const own = () => of('AWS::S3::Bucket').filter(([id]) => id !== 'ServerlessDeploymentBucket')

  it('are closed, encrypted and by TLS only, the one of the deployment too', () => {
    const policies = of('AWS::S3::BucketPolicy')
    for (const [id, properties] of of('AWS::S3::Bucket')) {
      expect([id, properties['PublicAccessBlockConfiguration']]).toEqual([
        id,
        {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      ])
      const [rule] = properties['BucketEncryption']?.ServerSideEncryptionConfiguration ?? []
      expect([id, rule?.ServerSideEncryptionByDefault?.SSEAlgorithm]).toEqual([id, 'AES256'])
      const statements = policies
        .filter(([, { Bucket }]) => refersTo(Bucket, id))
        .flatMap(([, policy]) => policy['PolicyDocument'].Statement as Statement[])
      const tlsOnly = statements.find(
        ({ Effect, Action, Condition, Resource }) =>
          Effect === 'Deny' &&
          Action === 's3:*' &&
          String(Condition?.Bool?.['aws:SecureTransport']) === 'false' &&
          listOf(Resource).length === 2,
      )
      expect([id, tlsOnly !== undefined]).toEqual([id, true])
    }
  })

  it('keep versions, stay when the stack goes, and drop uploads that nobody finished', () => {
    expect(own().length).toBeGreaterThanOrEqual(2)
    for (const [id, properties] of own()) {
      expect([id, properties['VersioningConfiguration']]).toEqual([id, { Status: 'Enabled' }])
      expect([id, template.Resources[id]]).toMatchObject([id, { UpdateReplacePolicy: 'Retain' }])
      const rules = (properties['LifecycleConfiguration']?.Rules ?? []) as Properties[]
      expect([
        id,
        rules.some((rule) => rule['AbortIncompleteMultipartUpload']?.DaysAfterInitiation <= 7),
      ]).toEqual([id, true])
    }
  })

  it('move originals to the cheap shelf that is read at once, when their publication is long past, and forget them in the end', () => {
    const [, media] = own().find(([id]) => id === 'MediaBucket')!
    expect(media['LifecycleConfiguration'].Rules).toContainEqual({
      ...{ Id: 'originals', Status: 'Enabled', Prefix: 'in/' },
      Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }],
      ...{ ExpirationInDays: 400, NoncurrentVersionExpiration: { NoncurrentDays: 400 } },
    })
  })

  it('forget what was refused, what the canary brought, and what was packed for download', () => {
    const [, media] = own().find(([id]) => id === 'MediaBucket')!
    expect(media['LifecycleConfiguration'].Rules).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{ Prefix: 'in/', TagFilters: [{ Key: 'verdict', Value: 'refused' }], ExpirationInDays: 30 },
          NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        }),
        expect.objectContaining({ Prefix: `in/picture/${canaryId}/`, ExpirationInDays: 1 }),
        expect.objectContaining({ Prefix: 'export/', ExpirationInDays: 1 }),
      ]),
    )
  })

  it('lock the archive, and only the archive: browsers cannot upload to a locked bucket', () => {
    const locked = own().filter(([, properties]) => properties['ObjectLockEnabled'] === true)
    expect(locked.map(([id]) => id)).toEqual(['ArchiveBucket'])
    expect(locked[0]?.[1]['ObjectLockConfiguration']).toMatchObject({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: expect.stringMatching(/GOVERNANCE|COMPLIANCE/) } },
    })
  })
})

describe('schedules and events', () => {
  it('keep what failed for good: every asynchronous function has a destination it may write to', () => {
    const all = functions().filter((one) => one.asynchronous)
    expect(all.length).toBeGreaterThanOrEqual(9)
    const configs = of('AWS::Lambda::EventInvokeConfig')
    for (const { id, actions } of all) {
      const [, config] = configs.find(([, { FunctionName }]) => refersTo(FunctionName, id)) ?? []
      expect([id, config]).toMatchObject([
        id,
        {
          MaximumRetryAttempts: 2,
          MaximumEventAgeInSeconds: expect.any(Number),
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['FailedEvents', 'Arn'] } } },
        },
      ])
      expect([id, actions.includes('sqs:SendMessage')]).toEqual([id, true])
    }
    expect(configs).toHaveLength(all.length)
    // What a stream's reader gives up is taken by its own schedule, or kept.
    for (const [id, { DestinationConfig, FunctionName }] of of('AWS::Lambda::EventSourceMapping')) {
      const swept = all.some((one) => refersTo(FunctionName, one.id))
      expect([id, swept || DestinationConfig?.OnFailure !== undefined]).toEqual([id, true])
    }
  })

  it('end by age and number of retries, in Beijing time, and what reaches no function is kept', () => {
    const schedules = of('AWS::Scheduler::Schedule')
    expect(schedules.length).toBeGreaterThan(0)
    for (const [id, properties] of schedules) {
      const { RetryPolicy, DeadLetterConfig } = properties['Target']
      expect([id, properties['ScheduleExpressionTimezone']]).toEqual([id, 'Asia/Shanghai'])
      expect([id, RetryPolicy?.MaximumEventAgeInSeconds <= 86_400 / 2]).toEqual([id, true])
      expect([id, RetryPolicy?.MaximumRetryAttempts <= 10]).toEqual([id, true])
      expect([id, DeadLetterConfig?.Arn]).toEqual([id, { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }])
    }
    for (const [id, { Targets }] of of('AWS::Events::Rule'))
      for (const target of Targets as Properties[])
        expect([id, target['DeadLetterConfig'], target['RetryPolicy']]).toEqual([
          id,
          { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
          { MaximumEventAgeInSeconds: expect.any(Number), MaximumRetryAttempts: expect.any(Number) },
        ])
  })
})

describe('the machines', () => {
  it('are logged and traced, keep what people wrote out of the log, and are valid', () => {
    const machines = of('AWS::StepFunctions::StateMachine')
    expect(machines.length).toBeGreaterThanOrEqual(2)
    for (const [id, properties] of machines) {
      expect([id, properties]).toMatchObject([
        id,
        {
          StateMachineType: 'STANDARD',
          TracingConfiguration: { Enabled: true },
          LoggingConfiguration: { Level: expect.stringMatching(/ERROR|ALL/), IncludeExecutionData: false },
        },
      ])
      const definition = JSON.parse(
        JSON.stringify(properties['Definition'])
          .replaceAll('${Partition}', 'aws')
          .replace(/\$\{(\w+)\}/g, 'arn:aws:lambda:ap-southeast-1:000000000000:function:$1'),
      ) as object
      expect([id, aslValidator(definition)]).toMatchObject([id, { isValid: true, errors: [] }])
    }
  })

  it('end every task by time and catch what it throws', () => {
    for (const [id, { Definition }] of of('AWS::StepFunctions::StateMachine')) {
      expect([id, typeof Definition.TimeoutSeconds]).toEqual([id, 'number'])
      const tasks = Object.entries(Definition.States as Record<string, State>).filter(
        ([, { Type }]) => Type === 'Task',
      )
      expect(tasks.length).toBeGreaterThan(2)
      const endless = tasks.filter(([, task]) => task.TimeoutSeconds === undefined).map(([name]) => name)
      const careless = tasks
        .filter(([, task]) => !task.Catch || task.Catch.length === 0)
        .map(([name]) => name)
      expect([id, endless, careless]).toEqual([id, [], []])
    }
  })
})

describe('the alarms', () => {
  it('reach people: their topic has no key that alarms may not use', () => {
    const topics = of('AWS::SNS::Topic')
    expect(topics).toHaveLength(1)
    for (const [id, { KmsMasterKeyId }] of topics)
      expect([id, KmsMasterKeyId]).not.toEqual([id, 'alias/aws/sns'])
  })
})

describe('the dashboard', () => {
  interface Drawn {
    type: string
    properties: { alarms?: string[]; metrics?: unknown[][]; markdown?: string }
  }
  const widgets = (): Drawn[] => {
    const [[, { DashboardBody }] = ['', {} as Properties]] = of('AWS::CloudWatch::Dashboard')
    return (JSON.parse(DashboardBody['Fn::Sub'] as string) as { widgets: Drawn[] }).widgets
  }

  it('says in words what the runs of each machine are', () => {
    const runs = widgets()
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter((metric) => metric[1] === 'ExecutionsStarted')
    expect(runs).toHaveLength(of('AWS::StepFunctions::StateMachine').length)
    for (const metric of runs)
      expect(metric.at(-1)).toMatchObject({ label: expect.stringMatching(/\p{Script=Han}/u) })
  })

  it('begins with every alarm there is, and ends with what to do about each kind', () => {
    const [first, ...others] = widgets()
    expect(first?.type).toBe('alarm')
    expect(first?.properties.alarms?.map((arn) => /^\$\{(\w+)\.Arn\}$/.exec(arn)?.[1]).sort()).toEqual(
      of('AWS::CloudWatch::Alarm')
        .map(([id]) => id)
        .sort(),
    )
    const links = [...(others.at(-1)?.properties.markdown ?? '').matchAll(/docs\/runbook\.md#([\w-]+)/g)]
    expect(links.length).toBeGreaterThan(15)
  })

  it('shows numbers that the code tells, and each tier’s oldest wait', () => {
    const names = widgets()
      .flatMap(({ properties }) => properties.metrics ?? [])
      .flatMap(([namespace, name]) => (namespace === 'Qianfa' ? [name as string] : []))
    expect(names.filter((name) => !toldMetrics().includes(name))).toEqual([])
    expect(names.filter((name) => name.startsWith('OldestWait'))).toEqual(
      expect.arrayContaining(['OldestWaitUnitHead', 'OldestWaitCompanyLeader', 'OldestWaitingPush']),
    )
  })
})
