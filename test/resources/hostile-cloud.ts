import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { createClock } from '../../local/cloud/clock'
import { awsGateway } from '../../local/cloud/gateway'
import { createDynamoDb } from '../../local/dynamodb/create-dynamodb'
import { createRoleAccess } from '../../local/iam/role-access'
import { createS3 } from '../../local/s3/create-s3'
import { createSsm } from '../../local/ssm/ssm'
import { createStepFunctions } from '../../local/step-functions/create-step-functions'
import { place } from '../../local/template/place'
import type { Service } from '../../local/template/service'
import { secretShapes } from '../../operations/secrets-check'
import { serve } from '../kit/aws-service'

interface Room {
  rows?: string[]
  lists?: string[]
}
const rooms = parse(readFileSync(join(__dirname, '../../resources/rooms.yml'), 'utf8')) as Record<
  string,
  Room
>
const listsIn = (room: Room) => room.lists ?? []

/** A key of the pattern, e.g. `SUB#victim`. */
const victim = (pattern: string) => pattern.replaceAll('*', 'victim')
const folders = ['in', 'preview', 'copy', 'public', 'export']

/** One machine in the place of each of the product's: it gives out a task token and waits for ever. */
const waiting = (functionArn: string) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: {
    Wait: {
      Type: 'Task',
      Resource: `arn:${place.partition}:states:::lambda:invoke.waitForTaskToken`,
      TimeoutSeconds: 3600,
      Arguments: { FunctionName: functionArn, Payload: { token: '{% $states.context.Task.Token %}' } },
      End: true,
    },
  },
})

interface Clients {
  rows: DynamoDBClient
  objects: S3Client
  secrets: SSMClient
  machines: SFNClient
}

/**
 * The AWS of the template with something in every room, every bucket, every secret and a machine of each kind that waits;
 * whoever has a role's credentials may try what the role allows.
 */
export async function hostileCloud(service: Service) {
  const dir = mkdtempSync(join(tmpdir(), 'qianfa-hostile-'))
  const clock = createClock()
  const access = createRoleAccess({ dir, roles: service.roles, log: () => undefined })
  const dynamodb = await createDynamoDb({ dir: join(dir, 'dynamodb'), access, clock })
  for (const table of service.tables) await dynamodb.createTable(table)
  const s3 = createS3({
    dir: join(dir, 's3'),
    access,
    clock,
    region: place.region,
    onEvent: () => Promise.resolve(),
    log: () => undefined,
  })
  for (const { name, ...settings } of service.buckets) s3.createBucket(name, settings)
  const ssm = createSsm({ file: join(dir, 'ssm.json'), access, clock })
  const tokens = new Map<string, string>()
  const stepFunctions = createStepFunctions({
    ...{ dir: join(dir, 'step-functions'), access, clock },
    invoke: (_, payload) => {
      const { token } = payload as { token: string }
      tokens.set(token, token)
      return Promise.resolve({})
    },
    machines: service.machines.map((machine) => ({
      ...machine,
      definition: waiting(stepOf(machine.definition)),
      role: access.credentialsOf(machine.role),
    })),
  })
  const none = () => Promise.reject(new Error('not part of this cloud'))
  const server = await serve(
    awsGateway(
      {
        dynamodb: (request, response) => dynamodb.handle(request, response),
        s3: (request, response) => s3.handle(request, response),
        ssm: (request, response) => ssm.handle(request, response),
        stepFunctions: (request, response) => stepFunctions.handle(request, response),
        ...{ sqs: none, lambda: none, sts: none },
      },
      clock,
    ),
  )
  const opened: { destroy(): void }[] = []
  const clientsOf = (role: string): Clients => {
    const settings = server.as(access.credentialsOf(role))
    const clients = {
      rows: new DynamoDBClient(settings),
      objects: new S3Client({ ...settings, forcePathStyle: true }),
      secrets: new SSMClient(settings),
      machines: new SFNClient(settings),
    }
    opened.push(...Object.values(clients))
    return clients
  }

  const TableName = service.tables[0]!.TableName
  const bucketOf = (kind: string) => service.buckets.find(({ name }) => name.includes(kind))!.name
  const cloud = clientsOf('cloud')
  const item = (pk: string, list?: string): Record<string, AttributeValue> => ({
    ...{ pk: { S: pk }, sk: { S: 'HEAD' } },
    ...(list !== undefined && { gsi1pk: { S: list }, gsi1sk: { S: '1' } }),
  })

  const secretName = (short: string) => `/qianfa/local/${short}`
  for (const short of Object.keys(secretShapes)) ssm.seed(secretName(short), 'a secret')
  for (const room of Object.values(rooms)) {
    for (const row of room.rows ?? [])
      await cloud.rows.send(new PutItemCommand({ TableName, Item: item(victim(row)) }))
    for (const list of listsIn(room))
      await cloud.rows.send(new PutItemCommand({ TableName, Item: item(`LISTED#${list}`, victim(list)) }))
  }
  const media = bucketOf('media')
  const archive = bucketOf('archive')
  const objects = [
    ...folders.map((folder) => [media, `${folder}/victim`]),
    [archive, 'victim'],
    [archive, '_register/victim'],
  ]
  for (const [Bucket, Key] of objects)
    await cloud.objects.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
  /** Task tokens by the machine that waits. */
  const waits = new Map<string, string>()
  for (const { arn, name } of service.machines) {
    tokens.clear()
    await cloud.machines.send(new StartExecutionCommand({ stateMachineArn: arn, name: 'waits', input: '{}' }))
    while (tokens.size === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    waits.set(name, [...tokens.keys()][0]!)
  }

  const query = (pk: string, IndexName?: string) =>
    new QueryCommand({
      ...{ TableName, IndexName },
      KeyConditionExpression: `${IndexName ? 'gsi1pk' : 'pk'} = :pk`,
      ExpressionAttributeValues: { ':pk': { S: pk } },
    })
  const inTransaction = (pk: string) =>
    new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: item(pk) } }] })

  /** Everything that may be tried, in words; several tries of one deed: one that succeeds is enough. */
  const deeds: [deed: string, attempt: (as: Clients) => Promise<unknown>][] = [
    ...Object.entries(rooms).flatMap(([room, { rows = [], lists = [] }]): typeof deeds => [
      ...rows.map(victim).flatMap((pk): typeof deeds => [
        [`reads ${room}`, ({ rows: as }) => as.send(new GetItemCommand({ TableName, Key: item(pk) }))],
        [`reads ${room}`, ({ rows: as }) => as.send(query(pk))],
        [`writes ${room}`, ({ rows: as }) => as.send(new PutItemCommand({ TableName, Item: item(pk) }))],
        [`writes ${room}`, ({ rows: as }) => as.send(inTransaction(pk))],
      ]),
      ...lists
        .map(victim)
        .map((list): (typeof deeds)[number] => [
          `lists ${room}`,
          ({ rows: as }) => as.send(query(list, 'gsi1')),
        ]),
    ]),
    ...Object.keys(secretShapes).map((short): (typeof deeds)[number] => [
      `secret ${short}`,
      ({ secrets }) =>
        secrets.send(new GetParameterCommand({ Name: secretName(short), WithDecryption: true })),
    ]),
    ...folders.flatMap((folder): typeof deeds => [
      [
        `gets media ${folder}`,
        ({ objects: as }) => as.send(new GetObjectCommand({ Bucket: media, Key: `${folder}/victim` })),
      ],
      [
        `puts media ${folder}`,
        ({ objects: as }) =>
          as.send(new PutObjectCommand({ Bucket: media, Key: `${folder}/victim`, Body: 'hostile' })),
      ],
    ]),
    ['lists media', ({ objects: as }) => as.send(new ListObjectsV2Command({ Bucket: media }))],
    [
      'deletes media',
      ({ objects: as }) => as.send(new DeleteObjectCommand({ Bucket: media, Key: 'in/victim' })),
    ],
    ['gets archive', ({ objects: as }) => as.send(new GetObjectCommand({ Bucket: archive, Key: 'victim' }))],
    [
      'puts archive',
      ({ objects: as }) => as.send(new PutObjectCommand({ Bucket: archive, Key: 'victim', Body: 'hostile' })),
    ],
    [
      'deletes archive',
      ({ objects: as }) => as.send(new DeleteObjectCommand({ Bucket: archive, Key: 'victim' })),
    ],
    ...service.machines.flatMap(({ arn, name }): typeof deeds => {
      const kind = name.replace(/^qianfa-local-/, '')
      return [
        [
          `starts ${kind}`,
          ({ machines }) => machines.send(new StartExecutionCommand({ stateMachineArn: arn, input: '{}' })),
        ],
        [
          `answers ${kind}`,
          ({ machines }) =>
            machines.send(new SendTaskSuccessCommand({ taskToken: waits.get(name)!, output: '{}' })),
        ],
      ]
    }),
  ]

  return {
    /** What code under this role gets done of all deeds, in the order of `deeds`. */
    async doneAs(role: string): Promise<string[]> {
      const as = clientsOf(role)
      const done = new Set<string>()
      for (const [deed, attempt] of deeds) if (await succeeds(attempt(as))) done.add(deed)
      return [...done]
    },
    deeds: [...new Set(deeds.map(([deed]) => deed))],
    async close() {
      for (const client of opened) client.destroy()
      await server.close()
      await stepFunctions.close()
      s3.close()
      await dynamodb.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** A function that the machine's own role may invoke: any that its definition names. */
function stepOf(definition: unknown): string {
  const [arn] = /arn:[^"]+:function:[\w-]+/.exec(JSON.stringify(definition)) ?? []
  if (arn === undefined) throw new Error('a machine that calls no function')
  return arn
}

/** Refused is refused by AWS; any other trouble is trouble of the test. A token that was used meanwhile was answered. */
async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt
    return true
  } catch (error) {
    const { name } = error as Error
    if (['AccessDeniedException', 'AccessDenied'].includes(name)) return false
    if (name === 'TaskTimedOut') return true
    throw error
  }
}
