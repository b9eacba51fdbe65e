import {
  DescribeTableCommand,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { setTimeout as sleep } from 'node:timers/promises'

/** A version of an object, or a marker that hides those before it. */
interface Entry {
  key: string
  versionId: string
  at: Date
  isMarker: boolean
}

async function* entriesOf(client: S3Client, Bucket: string): AsyncGenerator<Entry> {
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined
  do {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, ...marker }))
    const read = (isMarker: boolean) => (one: { Key?: string; VersionId?: string; LastModified?: Date }) => ({
      ...{
        key: one.Key ?? '',
        versionId: one.VersionId ?? '',
        at: one.LastModified ?? new Date(0),
        isMarker,
      },
    })
    yield* [...(page.Versions ?? []).map(read(false)), ...(page.DeleteMarkers ?? []).map(read(true))]
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined
  } while (marker)
}

/**
 * Makes each key show again what it showed at `at`: markers since then are taken away, and what was written over since is
 * written once more, on top. Nothing is deleted; what came new since stays. Rows name versions, which need none of this.
 */
export async function bringBackObjects(
  client: S3Client,
  Bucket: string,
  at: Date,
): Promise<{ shownAgain: number; writtenAgain: number }> {
  const keys = new Map<string, Entry[]>()
  for await (const entry of entriesOf(client, Bucket))
    keys.set(entry.key, [...(keys.get(entry.key) ?? []), entry])
  let shownAgain = 0
  let writtenAgain = 0
  for (const [Key, entries] of keys) {
    const newestFirst = entries.sort((a, b) => b.at.getTime() - a.at.getTime())
    const then = newestFirst.find((entry) => entry.at <= at)
    if (!then || then.isMarker || newestFirst[0] === then) continue
    const since = newestFirst.slice(0, newestFirst.indexOf(then))
    if (since.every(({ isMarker }) => isMarker)) {
      for (const { versionId } of since)
        await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId: versionId }))
      shownAgain++
    } else {
      const CopySource = `${Bucket}/${encodeURIComponent(Key)}?versionId=${then.versionId}`
      await client.send(new CopyObjectCommand({ Bucket, Key, CopySource }))
      writtenAgain++
    }
  }
  return { shownAgain, writtenAgain }
}

async function untilActive(client: DynamoDBClient, TableName: string, everyMs: number) {
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }))
    const indexes = Table?.GlobalSecondaryIndexes ?? []
    if (Table?.TableStatus === 'ACTIVE' && indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE'))
      return Table
    await sleep(everyMs)
  }
}

/**
 * The table as it was at `at`, as a new one beside it, with what a restore leaves out: the stream that sends letters, the
 * time to live, the recovery itself and the protection. Answers the ARN of its stream, which the stack has to know.
 */
export async function restoreTable(
  client: DynamoDBClient,
  { from, to, at }: { from: string; to: string; at: Date },
  everyMs = 10_000,
): Promise<string> {
  await client.send(
    new RestoreTableToPointInTimeCommand({ SourceTableName: from, TargetTableName: to, RestoreDateTime: at }),
  )
  await untilActive(client, to, everyMs)
  await client.send(
    new UpdateTableCommand({
      ...{ TableName: to, DeletionProtectionEnabled: true },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    }),
  )
  const { LatestStreamArn } = await untilActive(client, to, everyMs)
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: to,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    }),
  )
  await client.send(
    new UpdateContinuousBackupsCommand({
      TableName: to,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  )
  if (!LatestStreamArn) throw new Error(`${to} has no stream`)
  return LatestStreamArn
}
