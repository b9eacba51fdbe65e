import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { AccessDenied, type Access, type Identity } from '../../../local/aws/access'
import { createS3, type BucketOptions, type S3 } from '../../../local/s3/create-s3'
import type { ObjectCreated } from '../../../local/s3/event'
import { removeTemporaryDirs, serve, temporaryDir } from '../kit'

export const region = 'ap-southeast-1'

export const someone: Identity = {
  name: 'Someone',
  accessKeyId: 'AKIASOMEONE',
  secretAccessKey: 'secret of someone',
}
export const nobody: Identity = {
  name: 'Nobody',
  accessKeyId: 'AKIANOBODY',
  secretAccessKey: 'secret of nobody',
}

/** Somebody by a role for a while: key and secret are worth nothing without the token. */
export const assumed = {
  name: 'Someone',
  accessKeyId: 'ASIASOMEONE',
  secretAccessKey: 'secret of a while',
  sessionToken: 'token+of/a while=',
} satisfies Identity

export interface TestAccess extends Access {
  /** what was asked, `<name> <action> <resource>` */
  asked: string[]
  /** actions refused to everybody */
  refused: Set<string>
}

export function testAccess(): TestAccess {
  const asked: string[] = []
  const refused = new Set<string>()
  return {
    asked,
    refused,
    identityOf: (id) => [someone, nobody, assumed].find((identity) => identity.accessKeyId === id),
    authorize(identity, action, resource) {
      asked.push(`${identity.name} ${action} ${resource}`)
      if (identity.name === 'Nobody' || refused.has(action))
        throw new AccessDenied(identity.name, action, resource)
    },
  }
}

export interface TestClock {
  now(): number
  onMove(listener: () => void): () => void
  move(ms: number): void
}

export function testClock(): TestClock {
  let offset = 0
  const listeners = new Set<() => void>()
  return {
    now: () => Date.now() + offset,
    onMove(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    move(ms) {
      offset += ms
      for (const listener of listeners) listener()
    },
  }
}

export interface Stand {
  s3: S3
  dir: string
  url: string
  access: TestAccess
  clock: TestClock
  events: ObjectCreated[]
  log: string[]
  clientOf(identity: Identity, config?: S3ClientConfig): S3Client
  close(): Promise<void>
}

const stands: Stand[] = []

/** After all tests of a file, the failed ones too: closes what is still open and removes its data. */
export async function closeStands(): Promise<void> {
  for (const each of stands.splice(0)) await each.close()
  removeTemporaryDirs()
}

/** An emulator behind real HTTP, and clients that know nothing of it but its address. */
export async function stand(
  buckets: Record<string, BucketOptions>,
  options: { dir?: string; onEvent?: (event: ObjectCreated) => Promise<void> | void } = {},
): Promise<Stand> {
  const dir = options.dir ?? temporaryDir()
  const access = testAccess()
  const clock = testClock()
  const events: ObjectCreated[] = []
  const log: string[] = []
  const s3 = createS3({
    dir,
    access,
    clock,
    region,
    log: (line) => log.push(line),
    onEvent: options.onEvent ?? ((event) => void events.push(event)),
  })
  for (const [name, settings] of Object.entries(buckets)) s3.createBucket(name, settings)
  const { url, close } = await serve((message, response) => s3.handle(message, response))
  const clients: S3Client[] = []
  const made: Stand = {
    s3,
    dir,
    url,
    access,
    clock,
    events,
    log,
    clientOf({ name: _, ...credentials }, config = {}) {
      const client = new S3Client({
        endpoint: url,
        region,
        credentials,
        maxAttempts: 1,
        ...config,
      })
      clients.push(client)
      return client
    },
    async close() {
      for (const client of clients) client.destroy()
      s3.close()
      await close()
    },
  }
  stands.push(made)
  return made
}

interface Refusal {
  name: string
  $metadata: { httpStatusCode?: number }
}

/** `403 AccessDenied`, or `accepted`: what became of a command. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'accepted'
  } catch (error) {
    const { name, $metadata } = error as Refusal
    if ($metadata?.httpStatusCode === undefined) throw error
    return `${$metadata.httpStatusCode} ${name}`
  }
}

/** The same for an answer of fetch. */
export async function outcomeOfFetch(answer: Response): Promise<string> {
  const text = await answer.text()
  return answer.ok ? 'accepted' : `${answer.status} ${/<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? ''}`
}
