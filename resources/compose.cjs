const { readdirSync, readFileSync, existsSync } = require('node:fs')
const { extname, join } = require('node:path')
const { parse } = require('yaml')
const { alarmsOf } = require('./alarms.cjs')
const { dashboardOf } = require('./dashboard.cjs')
const { listOf: list, rowStatements, strangeRooms } = require('./rooms.cjs')
const { addressOf, networkOf, usesNetwork, vpcConfig, vpcStatement } = require('./network.cjs')

/**
 * Reads functions/<area>/functions.yml and makes of each entry one function and one IAM role of its own
 * (docs/decisions/0003). One name goes through: yml key `claimDay`, file `claim-day.ts`, role `ClaimDayRole`.
 */
const root = join(__dirname, '..')
const areas = readdirSync(join(root, 'functions')).filter((area) =>
  existsSync(join(root, 'functions', area, 'functions.yml')),
)
const grants = parse(readFileSync(join(__dirname, 'grants.yml'), 'utf8'))

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const pascal = (name) => name.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase())

const doors = areas.flatMap((area) =>
  Object.entries(parse(readFileSync(join(root, 'functions', area, 'functions.yml'), 'utf8')) ?? {}).map(
    ([name, door]) => ({
      area,
      name,
      ...door,
    }),
  ),
)

const known = new Set([
  'area',
  'name',
  'http',
  'events',
  'firstStart',
  'throttle',
  'reads',
  'lists',
  'writes',
  'grants',
  'secrets',
  'timeout',
  'memorySize',
  'native',
  'carries',
  'egress',
  'reserve',
  'environment',
  'description',
])
for (const door of doors) {
  const strange = Object.keys(door).filter((key) => !known.has(key))
  if (strange.length > 0)
    throw new Error(`functions/${door.area}/functions.yml: ${door.name} has unknown ${strange.join(', ')}`)
  const ungranted = list(door.grants).filter((grant) => !grants[grant])
  if (ungranted.length > 0)
    throw new Error(
      `${door.name} wants grants that resources/grants.yml does not have: ${ungranted.join(', ')}`,
    )
  const unknownRooms = strangeRooms(door)
  if (unknownRooms.length > 0)
    throw new Error(
      `${door.name} names what resources/rooms.yml does not have: ${unknownRooms.join(', ')}; a new room is one line there`,
    )
  if (!existsSync(join(root, 'functions', door.area, `${kebab(door.name)}.ts`)))
    throw new Error(`${door.name} has no file functions/${door.area}/${kebab(door.name)}.ts`)
}

/**
 * One machine has native packages in node_modules; a package for Lambda carries those of its processor beside the bundle
 * (docs/decisions/0007), where `require` finds them by NODE_PATH. `npm run package` fetches them.
 */
const besides = (names, architecture) => ({
  package: { patterns: names.map((name) => `.native/${architecture}/${name}/node_modules/**`) },
  environment: {
    NODE_PATH: names.map((name) => `/var/task/.native/${architecture}/${name}/node_modules`).join(':'),
  },
})

/** A pattern that matches nothing packs nothing and says nothing: a function would be deployed without its parts. */
function requireParts({ native, carries }, architecture) {
  const parts = [
    ...list(native).map((name) => `.native/${architecture}/${name}/node_modules/${name}`),
    ...list(carries),
  ]
  const missing = parts.filter((part) => !existsSync(join(root, part)))
  if (missing.length > 0)
    throw new Error(
      `${missing.join(' and ')} would be missing in the packages: use \`npm run package\` or \`npm run deploy\`, which make them first`,
    )
}

/**
 * Functions that nobody waits for, with the age at which their events are given up (seconds): those of rules, and those that
 * schedules knock at, whose retries may not outlive the schedule's own.
 */
const scheduled = Object.values(parse(readFileSync(join(__dirname, 'schedules.yml'), 'utf8')).Resources)
  .filter(({ Type }) => Type === 'AWS::Scheduler::Schedule')
  .map(({ Properties: { Target } }) => ({
    name: Target.Arn['Fn::GetAtt'][0].replace(/LambdaFunction$/, ''),
    age: Target.RetryPolicy.MaximumEventAgeInSeconds,
  }))
const eventAgeSeconds = 3600
const ageOf = ({ name, events }) => {
  const ages = scheduled.filter((schedule) => schedule.name === pascal(name)).map(({ age }) => age)
  if (list(events).length > 0) ages.push(eventAgeSeconds)
  return ages.length > 0 ? Math.max(...ages) : undefined
}
/** What failed for good is kept with its error; Lambda itself would drop it after the last retry. */
const kept = (age) => ({
  maximumRetryAttempts: 2,
  maximumEventAge: age,
  destinations: { onFailure: { type: 'sqs', arn: { 'Fn::GetAtt': ['FailedEvents', 'Arn'] } } },
})

/** A folder or a file. */
const carried = (part, stage) => (stage === 'local' || extname(part) !== '' ? part : `${part}/**`)

/** One log group an area: a group for each function would cost the stack a fifth of its 500 resources. */
const logsOf = (area) => `${pascal(area)}Logs`

const functionOf =
  ({ stage, service, architecture, network, address, reserved }) =>
  ({
    area,
    name,
    http,
    events,
    timeout,
    memorySize,
    native,
    carries,
    environment,
    description,
    ...door
  }) => ({
    handler: `functions/${area}/${kebab(name)}.handler`,
    role: `${pascal(name)}Role`,
    disableLogs: true,
    dependsOn: [logsOf(area)],
    logs: {
      logFormat: 'JSON',
      applicationLogLevel: 'INFO',
      systemLogLevel: 'WARN',
      logGroup: `/aws/lambda/${service}-${stage}-${area}`,
    },
    ...(description && { description }),
    ...(timeout && { timeout }),
    ...(memorySize && { memorySize }),
    ...(stage !== 'local' && native && besides(native, architecture)),
    // What lies beside the bundle; one machine copies it, Lambda's package takes what a pattern matches.
    ...(carries && { package: { patterns: list(carries).map((part) => carried(part, stage)) } }),
    ...(environment && { environment }),
    ...(network &&
      door.egress && { vpc: vpcConfig, environment: { ...environment, EGRESS_ADDRESS: address } }),
    ...(reserved > 0 && door.reserve && { reservedConcurrency: reserved }),
    ...(ageOf({ name, events }) && kept(ageOf({ name, events }))),
    events: [...list(http).map((route) => ({ httpApi: route })), ...list(events)],
  })

/** The lines of its own area; streams are named by Lambda. */
const logStatement = (area) => ({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: { 'Fn::Sub': `\${${logsOf(area)}.Arn}` },
})

/** Secrets by name: who holds the role of one function reads no other's. */
const secretsOf = (names) =>
  list(names).length === 0
    ? []
    : [
        {
          Effect: 'Allow',
          Action: ['ssm:GetParameter'],
          Resource: list(names).map((name) => ({
            'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter\${self:custom.secretsPrefix}${name}`,
          })),
        },
      ]

/** Whoever knows sessions notes when one was used; in rows that open none. */
const seenBy = ({ secrets, writes, ...rooms }) => ({
  ...rooms,
  writes: [...list(writes), ...(list(secrets).includes('session-key') ? ['seen'] : [])],
})

const roleOf = (network, { area, name, grants: names, secrets, events, egress, ...rooms }) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [
      {
        PolicyName: name,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            logStatement(area),
            ...rowStatements(seenBy({ secrets, ...rooms })),
            ...list(names).flatMap((grant) => grants[grant]),
            ...secretsOf(secrets),
            ...(ageOf({ name, events }) ? [keepFailed] : []),
            ...(network && egress ? [vpcStatement] : []),
          ],
        },
      },
    ],
  },
})

/** Lambda writes the record with the function's own role; osls would grant that to a shared role only. */
const keepFailed = {
  Effect: 'Allow',
  Action: ['sqs:SendMessage'],
  Resource: { 'Fn::GetAtt': ['FailedEvents', 'Arn'] },
}

/** The class of throttles (resources/throttles.yml) of a route such as `GET /d/{token}`, as its door says or by its method. */
module.exports.throttleClassOf = (routeKey) => {
  const door = doors.find(({ http }) => list(http).includes(routeKey))
  if (!door) throw new Error(`${routeKey} is a route of no door`)
  return door.throttle ?? (routeKey.startsWith('GET ') ? 'reads' : 'writes')
}

const egressOf = (resolveVariable) => resolveVariable("param:egress, 'none'")
/** An address of an earlier stack: both are given, since CloudFormation cannot ask the one for the other. */
const givenAddress = async (resolveVariable) => ({
  address: await resolveVariable("param:egressAddress, ''"),
  allocationId: await resolveVariable("param:egressAllocation, ''"),
})

module.exports.functions = async ({ resolveVariable }) => {
  const given = {
    stage: await resolveVariable("opt:stage, 'local'"),
    service: await resolveVariable('self:service'),
    architecture: await resolveVariable('self:provider.architecture'),
    network: usesNetwork(await egressOf(resolveVariable)),
    address: addressOf(await givenAddress(resolveVariable)),
    reserved: Number(await resolveVariable("param:reservedConcurrency, '0'")),
  }
  if (given.stage !== 'local') for (const door of doors) requireParts(door, given.architecture)
  return Object.fromEntries(doors.map((door) => [door.name, functionOf(given)(door)]))
}
module.exports.roles = async ({ resolveVariable }) => {
  const network = usesNetwork(await egressOf(resolveVariable))
  // Who may write people before anybody is one of them need not stay so for ever.
  const isClosed = (await resolveVariable("param:setup, 'open'")) === 'closed'
  const now = (door) => (isClosed && door.firstStart ? { ...door, writes: [] } : door)
  return {
    Resources: Object.fromEntries(
      doors.map((door) => [`${pascal(door.name)}Role`, roleOf(network, now(door))]),
    ),
  }
}
module.exports.network = async ({ resolveVariable }) =>
  networkOf(await egressOf(resolveVariable), await givenAddress(resolveVariable))
module.exports.logs = () => ({
  Resources: Object.fromEntries(
    areas.map((area) => [
      logsOf(area),
      {
        Type: 'AWS::Logs::LogGroup',
        Properties: {
          LogGroupName: `/aws/lambda/\${self:service}-\${self:provider.stage}-${area}`,
          RetentionInDays: '${self:provider.logRetentionInDays}',
        },
      },
    ]),
  ),
})

const machines = {
  ApproveSubmission: 'approve-submission',
  SendEdition: 'send-edition',
  LendAccount: 'lend-account',
  PostWeibo: 'post-weibo',
  RequestMaterial: 'request-material',
  SettleComplaint: 'settle-complaint',
}

/** `${ClaimDayArn}` in a definition is the ARN of the function claimDay: derived, so no machine lists them twice. */
const substitutionsOf = (file) => {
  const text = readFileSync(join(root, 'statemachines', `${file}.asl.yml`), 'utf8')
  const names = [...new Set([...text.matchAll(/\$\{(\w+)Arn\}/g)].map((match) => match[1]))]
  const unknown = names.filter((name) => !doors.some((door) => pascal(door.name) === name))
  if (unknown.length > 0)
    throw new Error(`statemachines/${file}.asl.yml calls functions that do not exist: ${unknown.join(', ')}`)
  return names
}

const machineResources = ([name, file]) => {
  const steps = substitutionsOf(file)
  const role = `${name}MachineRole`
  return {
    [`${name}Machine`]: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: `\${self:service}-\${self:provider.stage}-${file}`,
        StateMachineType: 'STANDARD',
        Definition: parse(readFileSync(join(root, 'statemachines', `${file}.asl.yml`), 'utf8')),
        DefinitionSubstitutions: {
          Partition: { Ref: 'AWS::Partition' },
          ...Object.fromEntries(
            steps.map((step) => [`${step}Arn`, { 'Fn::GetAtt': [`${step}LambdaFunction`, 'Arn'] }]),
          ),
        },
        RoleArn: { 'Fn::GetAtt': [role, 'Arn'] },
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: {
          Level: 'ERROR',
          // Task tokens and names are in the data: they stay out of the log (aws.md 1.3).
          IncludeExecutionData: false,
          Destinations: [
            { CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': ['MachineLogs', 'Arn'] } } },
          ],
        },
      },
    },
    [role]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: [
          {
            PolicyName: file,
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: ['lambda:InvokeFunction'],
                  Resource: steps.map((step) => ({ 'Fn::GetAtt': [`${step}LambdaFunction`, 'Arn'] })),
                },
                {
                  // AWS demands the wildcard for log delivery; tracing likewise.
                  Effect: 'Allow',
                  Action: [
                    'logs:CreateLogDelivery',
                    'logs:GetLogDelivery',
                    'logs:UpdateLogDelivery',
                    'logs:DeleteLogDelivery',
                    'logs:ListLogDeliveries',
                    'logs:PutResourcePolicy',
                    'logs:DescribeResourcePolicies',
                    'logs:DescribeLogGroups',
                    'xray:PutTraceSegments',
                    'xray:PutTelemetryRecords',
                    'xray:GetSamplingRules',
                    'xray:GetSamplingTargets',
                  ],
                  Resource: '*',
                },
              ],
            },
          },
        ],
      },
    },
  }
}

module.exports.machines = () => ({
  Resources: Object.assign({}, ...Object.entries(machines).map(machineResources)),
})
module.exports.alarms = async ({ resolveVariable }) => {
  const made = alarmsOf(
    Object.keys(machines),
    await egressOf(resolveVariable),
    await givenAddress(resolveVariable),
  )
  return { Resources: { ...made, Dashboard: dashboardOf(Object.keys(made), Object.keys(machines)) } }
}
