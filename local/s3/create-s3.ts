import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import type { Access, MovableClock } from '../aws/access'
import { scopeOf, verifySignature } from '../aws/signature'
import { emptyAnswer, refusalAnswer, writeAnswer, type Answer } from './answer'
import { openBucket, type BucketSettings } from './bucket'
import type { Cloud } from './call'
import { corsHeaders, type CorsRule } from './cors'
import type { Damage } from '../disk/damage'
import { readKept, writeKept } from '../disk/kept-json'
import { refusedBy, S3Error, type Refused } from './errors'
import type { ObjectCreated } from './event'
import { postObject } from './operations/post-object'
import { createOutbox } from './outbox'
import { countReads, type ReadCount } from './reads'
import { readRequest, type S3Request } from './request'
import { operationFor } from './route'
import { requireScope } from './scope'

export interface S3 {
  /** Answers one request; give it to `http.createServer`. */
  handle(message: IncomingMessage, response: ServerResponse): void
  /**
   * Makes the bucket, or gives the one that is there these settings.
   * @throws Error for a name that S3 would not take, or an unknown lock mode
   */
  createBucket(name: string, settings?: BucketOptions): void
  /** What was read of an object since the start. */
  reads(bucket: string, key: string): ReadCount
  /** Reads the bytes of every object through. */
  check(): Promise<{ files: number; damages: Damage[] }>
  /** Stops handing out events; what nobody took stays on disk for the next start. */
  close(): void
}

export interface BucketOptions {
  versioned?: boolean
  cors?: CorsRule[]
  /** tell `onEvent` of every object created */
  events?: boolean
  /** default retention of every new version, mode GOVERNANCE or COMPLIANCE; turns versioning on */
  objectLock?: { mode: string; days: number }
  /** multipart uploads older than this are aborted */
  abortUploadsAfterDays?: number
}

const Stored = z.object({
  created: z.number(),
  settings: z.object({
    versioned: z.boolean(),
    cors: z.array(
      z.object({
        AllowedMethods: z.array(z.string()),
        AllowedOrigins: z.array(z.string()),
        AllowedHeaders: z.array(z.string()).optional(),
        ExposedHeaders: z.array(z.string()).optional(),
        MaxAge: z.number().optional(),
      }),
    ),
    events: z.boolean(),
    objectLock: z.object({ mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), days: z.number() }).optional(),
    abortUploadsAfterDays: z.number().optional(),
  }),
})

const bucketName = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

function settingsOf(options: BucketOptions): BucketSettings {
  const { versioned = false, cors = [], events = false, objectLock, abortUploadsAfterDays } = options
  const settings = {
    versioned: versioned || objectLock !== undefined,
    cors,
    events,
    objectLock,
    abortUploadsAfterDays,
  }
  return Stored.shape.settings.parse(settings)
}

/**
 * S3 on one machine, its data under `dir`. What was answered 2xx is on disk and survives kill -9.
 * @param onEvent gets "Object Created" of buckets with events, at least once each; events that were left over are
 *   handed out right after the start. A rejection is logged and the event offered again.
 */
export function createS3(options: {
  dir: string
  access: Access
  clock: MovableClock
  region: string
  onEvent: (event: ObjectCreated) => Promise<void> | void
  log?: (line: string) => void
}): S3 {
  const { dir, access, clock, region, log = console.error } = options
  mkdirSync(dir, { recursive: true })
  const outbox = createOutbox(options.onEvent, log)
  const cloud: Cloud = { region, access, now: () => clock.now(), buckets: new Map(), reads: countReads() }

  const open = (name: string): void => {
    const at = { dir: join(dir, name), name, ...Stored.parse(readKept(join(dir, name, 'bucket.json'))) }
    const bucket = openBucket(at, { now: cloud.now, outbox })
    cloud.buckets.set(name, bucket)
    bucket.recover()
  }
  for (const name of readdirSync(dir)) if (existsSync(join(dir, name, 'bucket.json'))) open(name)

  const stopWatching = clock.onMove(() => {
    for (const bucket of cloud.buckets.values()) bucket.expireUploads()
  })

  return {
    createBucket(name, given = {}) {
      if (!bucketName.test(name)) throw new Error(`${name} is no name for a bucket`)
      const settings = settingsOf(given)
      const bucket = cloud.buckets.get(name)
      mkdirSync(join(dir, name), { recursive: true })
      writeKept(join(dir, name, 'bucket.json'), { created: bucket?.created ?? cloud.now(), settings })
      if (bucket) bucket.settings = settings
      else open(name)
    },
    reads: (bucket, key) => cloud.reads.of(bucket, key),
    async check() {
      const found = { files: 0, damages: [] as Damage[] }
      for (const bucket of cloud.buckets.values()) {
        const { files, damages } = await bucket.check()
        found.files += files
        found.damages.push(...damages)
      }
      return found
    },
    close() {
      stopWatching()
      outbox.close()
    },
    handle: (message, response) => void respond(cloud, log, message, response),
  }
}

async function run(cloud: Cloud, request: S3Request): Promise<Answer> {
  const form = request.headers['content-type']?.startsWith('multipart/form-data')
  if (request.method === 'POST' && request.key === '' && form) return postObject(request, cloud)
  const signed = { method: request.method, url: request.message.url ?? '/', headers: request.headers }
  const identity = verifySignature(signed, undefined, cloud.access, cloud.now())
  requireScope(scopeOf(signed), cloud.region)
  return operationFor(request).run({ request, identity, cloud })
}

function preflight(allowed: Record<string, string> | undefined): Answer {
  if (allowed) return emptyAnswer(200)
  throw new S3Error('AccessForbidden', 'CORSResponse: This CORS request is not allowed.')
}

const internal: Refused = {
  status: 500,
  code: 'InternalError',
  message: 'We encountered an internal error. Please try again.',
  headers: {},
}

async function respond(
  cloud: Cloud,
  log: (line: string) => void,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Clients correct their clock by this header, so it must be the cloud's time.
  response.setHeader('date', new Date(cloud.now()).toUTCString())
  const url = message.url ?? '/'
  const method = message.method ?? 'GET'
  let id = ''
  try {
    const request = readRequest(message)
    id = request.id
    response.setHeader('x-amz-request-id', id)
    const cors = corsHeaders(cloud.buckets.get(request.bucket)?.settings.cors ?? [], method, message.headers)
    for (const [name, value] of Object.entries(cors ?? {})) response.setHeader(name, value)
    await writeAnswer(response, method === 'OPTIONS' ? preflight(cors) : await run(cloud, request))
  } catch (error) {
    const refused = refusedBy(error)
    const broken = message.destroyed && !message.complete
    if (!refused && !broken && !response.destroyed)
      log(`s3: ${method} ${url.split('?')[0]}: ${(error as Error).stack ?? String(error)}`)
    if (response.headersSent || broken) {
      response.destroy()
      return
    }
    // The rest of a refused body is read and thrown away, so that the sender gets to hear the answer.
    if (!message.complete) response.setHeader('connection', 'close')
    message.resume()
    await writeAnswer(response, refusalAnswer(refused ?? internal, url.split('?')[0] ?? '', id, method))
  }
}
