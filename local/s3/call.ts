import type { Access, Identity } from '../aws/access'
import type { Answer } from './answer'
import type { Bucket } from './bucket'
import { checksumHeaders } from './checksums'
import { S3Error } from './errors'
import { objectCreated, type Reason } from './event'
import type { Reads } from './reads'
import type { S3Request } from './request'
import type { Draft, Version } from './version'

/** What all operations share. */
export interface Cloud {
  region: string
  access: Access
  now(): number
  buckets: Map<string, Bucket>
  reads: Reads
}

/** One request whose signer is known; what the signer may do is asked by the operation. */
export interface Call {
  request: S3Request
  identity: Identity
  cloud: Cloud
}

/** One S3 operation: how it is recognised, and what of a request it understands. */
export interface Operation {
  name: string
  on: 'service' | 'bucket' | 'object'
  method: string
  /** query parameters that make a request this operation, with a fixed value or any */
  chosenBy?: Record<string, string | true>
  chosenByHeader?: string
  /** further query parameters it understands */
  query?: string[]
  /** `x-amz-` headers it understands; `*` at the end stands for a family */
  headers?: string[]
  run(call: Call): Promise<Answer> | Answer
}

export const arnOf = (bucket: string, key?: string): string =>
  `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`

/** @throws AccessDenied when the signer may not do `action` on the object (or on the one given) */
export const allowObject = ({ cloud, identity, request }: Call, action: string, key = request.key): void =>
  cloud.access.authorize(identity, action, arnOf(request.bucket, key))

export const allowBucket = (
  { cloud, identity, request }: Call,
  action: string,
  context?: Record<string, string>,
): void => cloud.access.authorize(identity, action, arnOf(request.bucket), context)

/** @throws S3Error NoSuchBucket */
export function bucketNamed({ cloud }: Pick<Call, 'cloud'>, name: string): Bucket {
  const bucket = cloud.buckets.get(name)
  if (!bucket) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist')
  bucket.expireUploads()
  return bucket
}

export const bucketOf = (call: Call): Bucket => bucketNamed(call, call.request.bucket)

export const versionHeader = (bucket: Bucket, version: Version): Record<string, string> =>
  bucket.settings.versioned || version.id !== 'null' ? { 'x-amz-version-id': version.id } : {}

/** Commits a new version together with its event, and gives the headers of the answer. */
export function create(
  { request, cloud }: Pick<Call, 'request' | 'cloud'>,
  bucket: Bucket,
  key: string,
  draft: Draft,
  reason: Reason,
): { version: Version; headers: Record<string, string> } {
  const eventOf = (version: Version) =>
    objectCreated({
      now: version.modified,
      region: cloud.region,
      bucket: bucket.name,
      object: {
        key,
        size: version.bytes,
        etag: version.etag,
        ...(version.id !== 'null' && { 'version-id': version.id }),
        sequencer: version.sequencer,
      },
      requestId: request.id,
      ip: request.ip,
      reason,
    })
  const version = bucket.add(key, draft, bucket.settings.events ? eventOf : undefined)
  return {
    version,
    headers: {
      etag: `"${version.etag}"`,
      ...versionHeader(bucket, version),
      ...checksumHeaders(version.checksums),
    },
  }
}
