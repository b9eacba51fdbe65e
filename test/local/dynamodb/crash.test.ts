import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createDynamoDb } from '../../../local/dynamodb/create-dynamodb'
import { accessFor, aClock, root, serve } from '../../kit/aws-service'
import { removeTemporaryDirs, temporaryDir } from '../kit'
import { keyOf } from './given-table'

const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(removeTemporaryDirs)

async function start(dir: string): Promise<{ child: ChildProcess; client: DynamoDBClient }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'child.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  return { child, client: new DynamoDBClient(JSON.parse(line) as object) }
}

const items = Array.from({ length: 100 }, (_, n) => `item-${n}`)
const setAll = (client: DynamoDBClient, to: string, token?: string) =>
  client.send(
    new TransactWriteItemsCommand({
      ClientRequestToken: token,
      TransactItems: items.map((pk) => ({
        Put: { TableName: 'Main', Item: { ...keyOf(pk), v: { S: to } } },
      })),
    }),
  )
const versions = async (client: DynamoDBClient) => {
  const found = await Promise.all(
    items.map((pk) => client.send(new GetItemCommand({ TableName: 'Main', Key: keyOf(pk) }))),
  )
  return [...new Set(found.map(({ Item }) => Item?.['v']?.S))]
}
const lastLine = (dir: string) => {
  const file = join(dir, 'transactions.jsonl')
  return existsSync(file) ? (readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '') : ''
}

describe('a process killed with -9', () => {
  it('in the middle of a transaction of 100 items leaves none of it', async () => {
    const dir = temporaryDir()
    const { child, client } = await start(dir)
    await setAll(client, 'before', 'first')
    const lost = setAll(client, 'after').then(
      () => 'answered',
      () => 'not answered',
    )
    while (!lastLine(dir).includes('"begin"')) await new Promise(setImmediate)
    await new Promise((resolve) => setTimeout(resolve, 15))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await lost).toBe('not answered')
    expect(lastLine(dir)).toContain('"begin"')

    const again = await start(dir)
    expect(await versions(again.client)).toEqual(['before'])
  })

  it('after a transaction leaves all of it, and its token still stands for it', async () => {
    const dir = temporaryDir()
    const first = await start(dir)
    await setAll(first.client, 'one', 'token')
    await setAll(first.client, 'two', 'other')
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')

    const { client } = await start(dir)
    await setAll(client, 'one', 'token')
    expect(await versions(client)).toEqual(['two'])
    await expect(setAll(client, 'three', 'token')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    })
  })
})

it('forgets a token after ten minutes of the clock', async () => {
  const clock = aClock()
  const dynamodb = await createDynamoDb({ dir: temporaryDir(), access: accessFor(), clock })
  const { properties } = await import('./given-table')
  await dynamodb.createTable(properties)
  const service = await serve(dynamodb.handle)
  const client = new DynamoDBClient(service.as(root))
  await setAll(client, 'one', 'token')
  await setAll(client, 'two', 'other')
  clock.move(9 * 60_000)
  const late = new DynamoDBClient({ ...service.as(root), systemClockOffset: 9 * 60_000 })
  await setAll(late, 'one', 'token')
  expect(await versions(late)).toEqual(['two'])
  clock.move(60_001)
  const later = new DynamoDBClient({ ...service.as(root), systemClockOffset: 10 * 60_000 })
  await setAll(later, 'one', 'token')
  expect(await versions(later)).toEqual(['one'])
  for (const one of [client, late, later]) one.destroy()
  await service.close()
  await dynamodb.close()
})
