import {
  DeleteStackCommand,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
  type CloudFormationClient,
} from '@aws-sdk/client-cloudformation'
import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3'

/** A bucket of uploads of the framework: CloudFormation deletes none that holds something. */
export async function emptyBucket(client: S3Client, Bucket: string): Promise<number> {
  let count = 0
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }))
    const all = [...Versions, ...DeleteMarkers]
    if (all.length === 0) return count
    for (const { Key, VersionId } of all)
      await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))
    count += all.length
  }
}

/** What stays of a stage, as the parameters by which a next one takes it (resources/adopted.cjs). */
export const keptOf = (outputs: Record<string, string>): string[] =>
  [
    ['table', outputs['TableName']],
    ['mediaBucket', outputs['MediaBucketName']],
    ['archiveBucket', outputs['ArchiveBucketName']],
    ['egressAddress', outputs['EgressAddress']],
  ].flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))

/** Takes a stack down. Table, media, archive and address are kept by their DeletionPolicy, whatever protects them. */
export async function takeDown(client: CloudFormationClient, StackName: string): Promise<void> {
  await client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }))
  await client.send(new DeleteStackCommand({ StackName }))
  await waitUntilStackDeleteComplete({ client, maxWaitTime: 3600, minDelay: 1 }, { StackName })
}
