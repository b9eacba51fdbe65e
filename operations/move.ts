import { DynamoDBClient, PutItemCommand, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb'
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  type ObjectVersion,
} from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import { movedAs, movedKey, versionBefore } from '../lib/platform/moved'
import type { Stack } from './stack'

/** A folder of a stage: rows.jsonl, objects.jsonl, objects/<sha256>, and manifest.json when it is whole. */
const Manifest = z.object({
  stage: z.string(),
  madeAt: z.iso.datetime(),
  rows: z.number().int(),
  objects: z.number().int(),
  /** SHA-256 of both lists */
  sums: z.object({ rows: z.string(), objects: z.string() }),
})
export type Manifest = z.infer<typeof Manifest>

const buckets = { media: 'MediaBucketName', archive: 'ArchiveBucketName' } as const

const StoredVersion = z.object({
  bucket: z.enum(['media', 'archive']),
  key: z.string(),
  versionId: z.string(),
  newest: z.boolean(),
  contentType: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
})
type StoredVersion = z.infer<typeof StoredVersion>

/** A body that is streamed cannot be signed again once the stage's clock turns out to be another. */
const clients = ({ reach, now }: Pick<Stack, 'reach' | 'now'>) => ({
  table: new DynamoDBClient(reach),
  s3: new S3Client({
    ...reach,
    ...(reach.endpoint && { forcePathStyle: true, systemClockOffset: now.getTime() - Date.now() }),
  }),
})

async function* rowsOf(client: DynamoDBClient, TableName: string) {
  let from: Record<string, AttributeValue> | undefined
  do {
    const page = await client.send(
      new ScanCommand({ TableName, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) }),
    )
    yield* page.Items ?? []
    from = page.LastEvaluatedKey
  } while (from)
}

async function* versionsOf(client: S3Client, Bucket: string): AsyncGenerator<ObjectVersion> {
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined
  do {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, ...marker }))
    yield* page.Versions ?? []
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined
  } while (marker)
}

const sumOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
const fileOf = (folder: string, sha256: string) => join(folder, 'objects', sha256)

/** Every row, and every version that is not deleted, of a stage, into a new folder. Nothing of the stage is changed. */
export async function exportStage(at: Stack, stage: string, folder: string): Promise<Manifest> {
  if (existsSync(folder)) throw new Error(`${folder} is there already`)
  mkdirSync(join(folder, 'objects'), { recursive: true, mode: 0o700 })
  const { outputs, now } = at
  const { table, s3 } = clients(at)
  const list = (name: string) => createWriteStream(join(folder, name), { mode: 0o600 })
  const ended = (stream: ReturnType<typeof list>) => new Promise<void>((done) => stream.end(done))

  const rows = list('rows.jsonl')
  let rowCount = 0
  for await (const row of rowsOf(table, outputs['TableName'] ?? '')) {
    rows.write(`${JSON.stringify(row)}\n`)
    rowCount++
  }
  await ended(rows)

  const objects = list('objects.jsonl')
  let objectCount = 0
  for (const [bucket, output] of Object.entries(buckets) as [StoredVersion['bucket'], string][])
    for await (const { Key = '', VersionId = '', IsLatest = false } of versionsOf(
      s3,
      outputs[output] ?? '',
    )) {
      const found = await s3.send(new GetObjectCommand({ Bucket: outputs[output], Key, VersionId }))
      const half = join(folder, 'objects', 'half')
      await pipeline(found.Body as Readable, createWriteStream(half, { mode: 0o600 }))
      const sha256 = await sumOf(half)
      renameSync(half, fileOf(folder, sha256))
      const stored: StoredVersion = {
        ...{
          bucket,
          key: Key,
          versionId: versionBefore(Key, found.Metadata) ?? VersionId,
          newest: IsLatest,
          sha256,
        },
        contentType: found.ContentType ?? 'application/octet-stream',
        bytes: found.ContentLength ?? 0,
      }
      objects.write(`${JSON.stringify(stored)}\n`)
      objectCount++
    }
  await ended(objects)
  const manifest: Manifest = {
    ...{ stage, madeAt: now.toISOString(), rows: rowCount, objects: objectCount },
    sums: {
      rows: await sumOf(join(folder, 'rows.jsonl')),
      objects: await sumOf(join(folder, 'objects.jsonl')),
    },
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, undefined, 2))
  return manifest
}

async function* linesOf(file: string): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity }))
    yield JSON.parse(line)
}

/** @throws Error when the folder is not whole, or is not what was written */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, 'manifest.json')
  if (!existsSync(file)) throw new Error(`${folder} is no whole export: it has no manifest.json`)
  const manifest = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  for (const list of ['rows', 'objects'] as const)
    if ((await sumOf(join(folder, `${list}.jsonl`))) !== manifest.sums[list])
      throw new Error(`${list}.jsonl is not what was exported`)
  for await (const line of linesOf(join(folder, 'objects.jsonl'))) {
    const { key, sha256 } = StoredVersion.parse(line)
    if (!existsSync(fileOf(folder, sha256)) || (await sumOf(fileOf(folder, sha256))) !== sha256)
      throw new Error(`the bytes of ${key} are not what was exported`)
  }
  return manifest
}

/**
 * Objects first: rows name them, and a file that arrives after its row would be judged as a new upload. A version that
 * is the newest of its key takes the key and carries the name it had; an older one lies beside it (lib/platform/moved.ts).
 */
export async function importObjects(at: Stack, folder: string): Promise<number> {
  const { outputs } = at
  const { s3 } = clients(at)
  let count = 0
  for await (const line of linesOf(join(folder, 'objects.jsonl'))) {
    const { bucket, key, versionId, newest, contentType, bytes, sha256 } = StoredVersion.parse(line)
    const Key = newest || key.endsWith(`.v-${versionId}`) ? key : movedKey(key, versionId)
    await s3.send(
      new PutObjectCommand({
        ...{ Bucket: outputs[buckets[bucket]], Key, ContentType: contentType },
        ...{
          Body: createReadStream(fileOf(folder, sha256)),
          ContentLength: bytes,
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        },
        Metadata: movedAs(Key, versionId),
      }),
    )
    count++
  }
  return count
}

/** Whose company it is: a stage that has one is not written over. */
const company = { pk: { S: 'COMPANY' }, sk: { S: 'HEAD' } }

/** @throws Error when the stage holds a company already */
export async function importRows(at: Stack, folder: string): Promise<number> {
  const { table } = clients(at)
  const TableName = at.outputs['TableName'] ?? ''
  for await (const row of rowsOf(table, TableName))
    if (row['pk']?.S === company.pk.S && row['sk']?.S === company.sk.S)
      throw new Error(`${TableName} holds a company already: only a stage that is empty is moved to`)
  let count = 0
  for await (const line of linesOf(join(folder, 'rows.jsonl'))) {
    await table.send(new PutItemCommand({ TableName, Item: line as Record<string, AttributeValue> }))
    count++
  }
  return count
}
