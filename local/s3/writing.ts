import type { Demand, Measured } from './body'
import type { Bucket } from './bucket'
import { allowObject, create, type Call } from './call'
import { requireWritable } from './conditions'
import { S3Error } from './errors'
import { defaultRetention, retentionOf } from './object-lock'
import type { Reason } from './event'
import type { Description, Retention, Segment } from './version'

/** Headers of everything that makes an object. */
export const describingHeaders = [
  'x-amz-meta-*',
  'x-amz-tagging',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
]

/** Headers of everything with a body. */
export const bodyHeaders = [
  'x-amz-checksum-*',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-trailer',
  'x-amz-decoded-content-length',
]

/** What AWS asks of who makes an object: s3:PutObject, and more for tags, retention and If-Match. */
export function allowWriting(call: Call): void {
  const { header } = call.request
  allowObject(call, 's3:PutObject')
  if (header('x-amz-tagging') !== undefined) allowObject(call, 's3:PutObjectTagging')
  if (header('x-amz-object-lock-mode') !== undefined) allowObject(call, 's3:PutObjectRetention')
  if (header('if-match') !== undefined) allowObject(call, 's3:GetObject')
}

export const requireConditions = (call: Call, bucket: Bucket): void =>
  requireWritable(call.request.header, bucket.current(call.request.key))

/** The retention a new object starts with: the one asked for, or the bucket's default. */
export function retentionFor(call: Call, bucket: Bucket): Retention | undefined {
  const { header } = call.request
  const mode = header('x-amz-object-lock-mode')
  const until = header('x-amz-object-lock-retain-until-date')
  const now = call.cloud.now()
  if (mode === undefined && until === undefined) return defaultRetention(bucket.settings.objectLock, now)
  if (!bucket.settings.objectLock)
    throw new S3Error('InvalidRequest', 'Bucket is missing Object Lock Configuration')
  return retentionOf(mode, until, now)
}

/** S3 takes no locked object on trust: its body must come with a sum (aws.md 0.12). */
export function requireSum(bucket: Bucket, demand: Demand): void {
  if (!bucket.settings.objectLock || demand.md5 !== undefined || demand.checksums.size) return
  throw new S3Error(
    'InvalidRequest',
    'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
  )
}

/** Without a length S3 takes no body: `Transfer-Encoding: chunked` alone is refused. */
export function requireLength(demand: Demand): void {
  if (demand.bytes === undefined)
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.')
}

/** Commits what came in as one body, if the conditions still hold: somebody else may have written meanwhile. */
export function commitBody(
  call: Call,
  bucket: Bucket,
  written: Measured & { segment: Segment },
  about: { description: Description; retention?: Retention },
  reason: Reason,
): ReturnType<typeof create> {
  const { segment, bytes, md5, checksums } = written
  try {
    requireConditions(call, bucket)
  } catch (error) {
    bucket.blobs.drop([segment])
    throw error
  }
  const draft = { ...about, bytes, etag: md5.toString('hex'), segments: [segment], checksums }
  return create(call, bucket, call.request.key, draft, reason)
}
