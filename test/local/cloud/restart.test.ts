import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { packageService } from '../../../local/template/package-service'
import { eventually, fixtureRoot, removeTemporaryDirs, temporaryDir } from '../kit'

interface Running {
  child: ChildProcess
  url: string
  settings: {
    endpoint: string
    region: string
    credentials: { accessKeyId: string; secretAccessKey: string }
  }
  startedMs: number
}

const children: ChildProcess[] = []
beforeAll(() => packageService(fixtureRoot), 120_000)
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(removeTemporaryDirs)

const launch = (dir: string, port = 0): ChildProcess => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(__dirname, 'run-cloud.ts'), fixtureRoot, dir, String(port)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  children.push(child)
  return child
}

async function run(dir: string): Promise<Running> {
  const begun = Date.now()
  const child = launch(dir)
  child.stderr!.resume()
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`the cloud ended with ${code}`)))
  })
  const { url, gatewayUrl, cloud } = JSON.parse(line) as {
    url: string
    gatewayUrl: string
    cloud: { accessKeyId: string; secretAccessKey: string }
  }
  const settings = { endpoint: gatewayUrl, region: 'ap-southeast-1', credentials: cloud }
  return { child, url, settings, startedMs: Date.now() - begun }
}

const stderrOf = async (child: ChildProcess): Promise<string> => {
  let text = ''
  child.stderr!.on('data', (chunk) => (text += String(chunk)))
  await once(child, 'exit')
  return text
}

const heard = (settings: Running['settings'], key: string) =>
  new DynamoDBClient(settings)
    .send(
      new GetItemCommand({
        TableName: 'fixture-local-Table',
        Key: { pk: { S: `upload#${key}` } },
        ConsistentRead: true,
      }),
    )
    .then(({ Item }) => Item?.['heard']?.N)

describe('a cloud killed with -9', () => {
  it('starts again with every row, object and event it had accepted, and links signed before still open', async () => {
    const dir = temporaryDir()
    const before = await run(dir)
    expect(await (await fetch(`${before.url}/rows/kept`, { method: 'PUT' })).json()).toEqual({ kept: 'kept' })
    const s3 = new S3Client({ ...before.settings, forcePathStyle: true })
    const at = { Bucket: 'fixture-local-uploads', Key: 'in/late' }
    await s3.send(new PutObjectCommand({ ...at, Body: 'body' }))
    const link = await getSignedUrl(s3, new GetObjectCommand(at), { expiresIn: 600 })
    const { pid } = (await (await fetch(`${before.url}/echo/1`)).json()) as { pid: number }
    before.child.kill('SIGKILL')
    await once(before.child, 'exit')
    await eventually(() => (existsSync(`/proc/${pid}`) ? undefined : 'no orphan is left'))

    const after = await run(dir)
    expect(after.settings.endpoint).toBe(before.settings.endpoint)
    const { Item } = await new DynamoDBClient(after.settings).send(
      new GetItemCommand({ TableName: 'fixture-local-Table', Key: { pk: { S: 'kept' } } }),
    )
    expect(Item).toBeDefined()
    expect(Number(await eventually(() => heard(after.settings, 'in/late')))).toBeGreaterThanOrEqual(1)
    expect(await (await fetch(link)).text()).toBe('body')
  }, 300_000)
})

describe('two clouds', () => {
  it('do not share a directory while one lives', async () => {
    const dir = temporaryDir()
    const first = await run(dir)
    const second = launch(dir)
    expect(await stderrOf(second)).toContain(`another one-machine cloud already runs on ${dir}`)
    expect(second.exitCode).toBe(1)
    first.child.kill('SIGTERM')
    await once(first.child, 'exit')
    expect(first.child.exitCode).toBe(0)
    await run(dir)
  }, 300_000)

  it('do not share a port: the second says how to mend it', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const child = launch(temporaryDir(), port)
    expect(await stderrOf(child)).toContain(
      `port ${port} is already in use; take another one: PORT=${port + 1} npm start`,
    )
    expect(child.exitCode).toBe(1)
    other.close()
  }, 300_000)
})
