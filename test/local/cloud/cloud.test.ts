import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { GetItemCommand, DynamoDBClient, type AttributeValue } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Cloud } from '../../../local/cloud/cloud'
import { createClock } from '../../../local/cloud/clock'
import { startCloud } from '../../../local/cloud/start-cloud'
import type { Template } from '../../../local/template/template'
import { eventually, fixtureRoot, removeTemporaryDirs, temporaryDir } from '../kit'

let cloud: Cloud
const lines: string[] = []
const settings = (role = 'cloud', at = cloud) => {
  const { name: _, ...credentials } = at.credentialsOf(role)
  return { endpoint: at.gatewayUrl, region: 'ap-southeast-1', credentials }
}
const row = async (pk: string, at = cloud): Promise<Record<string, AttributeValue> | undefined> =>
  new DynamoDBClient(settings('cloud', at))
    .send(
      new GetItemCommand({ TableName: 'fixture-local-Table', Key: { pk: { S: pk } }, ConsistentRead: true }),
    )
    .then(({ Item }) => Item)
const upload = (Key: string, at = cloud) =>
  new S3Client({ ...settings('cloud', at), forcePathStyle: true }).send(
    new PutObjectCommand({ Bucket: 'fixture-local-uploads', Key, Body: 'x' }),
  )

beforeAll(async () => {
  cloud = await startCloud({
    root: fixtureRoot,
    dir: temporaryDir(),
    port: 0,
    clock: createClock({ startAt: new Date('2026-03-04T10:00:00Z') }),
    env: { OUTSIDE_URL: 'http://127.0.0.1:9', NOT_IN_TEMPLATE: 'x' },
    log: (line) => lines.push(line),
  })
}, 300_000)
afterAll(async () => {
  await cloud.stop()
  removeTemporaryDirs()
})

describe('functions behind HTTP', () => {
  it('see the cloud’s own address, its gateway and the stand-ins of the outside world', async () => {
    const { env } = (await (await fetch(`${cloud.url}/echo/1`)).json()) as { env: Record<string, string> }
    expect(env).toMatchObject({
      PUBLIC_URL: cloud.url,
      AWS_ENDPOINT_URL: cloud.gatewayUrl,
      OUTSIDE_URL: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: cloud.credentialsOf('EchoRole').accessKeyId,
      AWS_SESSION_TOKEN: cloud.credentialsOf('EchoRole').sessionToken,
    })
    expect(env).not.toHaveProperty('NOT_IN_TEMPLATE')
  })

  it('write what their role grants and are refused, by name, what it does not', async () => {
    const written = await fetch(`${cloud.url}/rows/a`, { method: 'PUT' })
    expect(await written.json()).toEqual({ kept: 'a' })
    expect(await row('a')).toMatchObject({ at: { S: expect.stringMatching(/^2026-03-0/) } })

    const refused = await fetch(`${cloud.url}/rows/a`, { method: 'DELETE' })
    expect(await refused.json()).toEqual({
      name: 'AccessDeniedException',
      message: expect.stringContaining('not authorized to perform: dynamodb:DeleteItem'),
    })
    expect(await row('a')).toBeDefined()
    expect(cloud.denials()).toEqual([
      {
        role: 'StoreRole',
        action: 'dynamodb:DeleteItem',
        resource: 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/fixture-local-Table',
        times: 1,
      },
    ])
    expect(lines.filter((line) => line.includes('StoreRole may not dynamodb:DeleteItem'))).toHaveLength(1)
  })
})

describe('its files', () => {
  it('are for this user alone', async () => {
    expect(statSync(cloud.dir).mode & 0o777).toBe(0o700)
    const kept = readdirSync(cloud.dir, { recursive: true, withFileTypes: true })
    const made = kept.filter((one) => one.isFile() && !one.parentPath.includes('build'))
    expect(made.length).toBeGreaterThan(3)
    for (const one of made) expect(statSync(join(one.parentPath, one.name)).mode & 0o077).toBe(0)
    expect(cloud.key).toBeUndefined()
  })
})

describe('object events', () => {
  it('reach the function of a rule that fits, and only for keys that fit', async () => {
    await upload('in/one')
    await upload('out/two')
    expect(await eventually(() => row('upload#in/one'))).toMatchObject({ heard: { N: '1' } })
    await cloud.events.idle()
    expect(await row('upload#out/two')).toBeUndefined()
  })

  it('can come twice', async () => {
    cloud.events.disturb({ twice: true })
    await upload('in/twice')
    const heard = await eventually(async () =>
      (await row('upload#in/twice'))?.['heard']?.N === '2' ? 2 : undefined,
    )
    expect(heard).toBe(2)
    cloud.events.disturb({})
  })

  it('that fail for good wait in the function’s destination, and are invoked again from there', async () => {
    await upload('in/poison')
    await eventually(() => (cloud.events.kept() === 1 ? true : undefined))
    expect(cloud.stats('onUpload').errors).toBe(2)
    const sqs = new SQSClient(settings())
    const QueueUrl = 'https://sqs.ap-southeast-1.amazonaws.com/000000000000/fixture-local-FailedEvents'
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
    const { requestContext, requestPayload } = JSON.parse(Messages[0]?.Body ?? '') as {
      requestContext: { functionArn: string }
      requestPayload: { detail: { object: { key: string } } }
    }
    expect([requestContext.functionArn.split(':')[6], requestPayload.detail.object.key]).toEqual([
      'fixture-local-onUpload',
      'in/poison',
    ])
    const again = new InvokeCommand({
      FunctionName: 'fixture-local-onUpload',
      InvocationType: 'Event',
      Payload: JSON.stringify(requestPayload).replace('poison', 'mended'),
    })
    expect((await new LambdaClient(settings()).send(again)).StatusCode).toBe(202)
    expect(await eventually(() => row('upload#in/mended'))).toBeDefined()
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }))
    expect(cloud.events.kept()).toBe(0)
  })

  it('are neither read nor invoked by a role that was not granted it', async () => {
    const QueueUrl = 'https://sqs.ap-southeast-1.amazonaws.com/000000000000/fixture-local-FailedEvents'
    const read = new SQSClient(settings('EchoRole')).send(new ReceiveMessageCommand({ QueueUrl }))
    await expect(read).rejects.toMatchObject({ name: 'AccessDeniedException' })
    const invoked = new LambdaClient(settings('EchoRole')).send(
      new InvokeCommand({ FunctionName: 'fixture-local-onUpload', InvocationType: 'Event' }),
    )
    await expect(invoked).rejects.toMatchObject({ name: 'AccessDeniedException' })
    const { Arn } = await new STSClient(settings('EchoRole')).send(new GetCallerIdentityCommand({}))
    expect(Arn).toBe('arn:aws:sts::000000000000:assumed-role/EchoRole/one-machine')
  })
})

describe('schedules', () => {
  it('run at their hour of the moved clock, and the function believes it is that hour', async () => {
    await cloud.clock.move(9 * 3_600_000)
    const run = await eventually(() => row('nightly#2026-03-04T18:30:00Z'))
    expect(run['now']!.S).toMatch(/^2026-03-04T18:30:0/)
    expect(new Date(cloud.clock.now()).toISOString()).toMatch(/^2026-03-04T19:0/)
  })
})

describe('state machines', () => {
  it('invoke functions with the right of their own role', async () => {
    const sfn = new SFNClient(settings('StoreRole'))
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:fixture-local-greet',
        name: 'one',
        input: '{"name":"Li"}',
      }),
    )
    const done = await eventually(async () => {
      const found = await sfn.send(new DescribeExecutionCommand({ executionArn }))
      return found.status === 'RUNNING' ? undefined : found
    })
    expect(done.status).toBe('SUCCEEDED')
    expect(JSON.parse(done.output!)).toMatchObject({ event: { hello: 'Li' } })
  })
})

describe('secrets and pages', () => {
  it('keeps the mailbox’s address among the secrets', async () => {
    const { Parameter } = await new SSMClient(settings()).send(
      new GetParameterCommand({ Name: '/local/mail-url', WithDecryption: true }),
    )
    expect(Parameter?.Value).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+/)
  })

  it('refuses an AWS service that is not here by name', async () => {
    const answer = await fetch(cloud.gatewayUrl, {
      method: 'POST',
      headers: { 'x-amz-target': 'Kinesis_2013.Put' },
    })
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { __type: 'UnknownOperationException', message: 'the one-machine cloud does not support Kinesis_2013' },
    ])
  })

  it('draws the dashboard CloudWatch would get, with its own counters', async () => {
    await cloud.invoke('echo', {})
    const page = await (await fetch(`${cloud.url}/dashboard`)).text()
    expect(page).toContain('Invocations fixture-local-echo (Sum)')
    expect(page).toMatch(/Invocations fixture-local-echo \(Sum\): <b>\d+<\/b>/)
    expect(page).toContain('<h2>Fixture</h2>')
  })

  it('shows mailbox and phone', async () => {
    for (const path of ['/mailbox', '/phone', '/clock']) {
      const answer = await fetch(cloud.url + path, { headers: { accept: 'text/html' } })
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        200,
        expect.stringContaining('text/html'),
      ])
    }
  })

  it('moves the clock over HTTP, forward only', async () => {
    const post = (body: object) =>
      fetch(`${cloud.url}/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const before = cloud.clock.now()
    expect((await post({ by: 'PT2H' })).status).toBe(200)
    expect(cloud.clock.now() - before).toBeGreaterThanOrEqual(7_200_000)
    expect((await post({ to: '2020-01-01T00:00:00Z' })).status).toBe(400)
    expect((await post({ by: 'two hours' })).status).toBe(400)
  })
})

describe('a cloud with one statement less', () => {
  it('fails the fitting step with the missing action named', async () => {
    const without = (template: Template) => {
      const role = template.Resources['StoreRole']!.Properties as {
        Policies: { PolicyDocument: { Statement: unknown[] } }[]
      }
      role.Policies[0]!.PolicyDocument.Statement.splice(0, 1)
    }
    const other = await startCloud({
      root: fixtureRoot,
      dir: temporaryDir(),
      port: 0,
      mutateTemplate: without,
      mailUrl: 'smtp://mail.co.example',
    })
    try {
      expect(other.secret('mail-url')).toBe('smtp://mail.co.example')
      const answer = (await (await fetch(`${other.url}/rows/a`, { method: 'PUT' })).json()) as {
        message: string
      }
      expect(answer.message).toContain('StoreRole is not authorized to perform: dynamodb:PutItem')
    } finally {
      await other.stop()
    }
  })
})

it('does what AWS allows itself when it is told to: of eight object events some come twice, and none is lost', async () => {
  const other = await startCloud({ root: fixtureRoot, dir: temporaryDir(), port: 0, eventual: 15 })
  try {
    const keys = Array.from({ length: 8 }, (_, n) => `in/${n}`)
    for (const key of keys) await upload(key, other)
    const heard = await eventually(async () => {
      await other.events.idle()
      const rows = await Promise.all(keys.map((key) => row(`upload#${key}`, other)))
      return rows.every(Boolean) ? rows.map((one) => Number(one!['heard']!.N)) : undefined
    })
    expect(heard).toContain(1)
    expect(heard).toContain(2)
  } finally {
    await other.stop()
  }
})
