import { emptyAnswer, type Answer } from '../answer'
import { bucketOf, versionHeader, type Call, type Operation } from '../call'
import { checksumHeaders } from '../checksums'
import { requireReadable } from '../conditions'
import { S3Error } from '../errors'
import { findVersion } from '../find-version'
import { rangeOf } from '../range'
import type { Bucket } from '../bucket'
import type { Version } from '../version'

const overridable = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

function overridesOf(query: Map<string, string>): Record<string, string> {
  const overrides = overridable
    .map((name) => [name, query.get(`response-${name}`)] as const)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
  if (overrides.some(([, value]) => /[\u0000-\u001f\u007f]/.test(value)))
    throw new S3Error('InvalidArgument', 'A response header cannot hold control characters')
  return Object.fromEntries(overrides)
}

const headersOf = (bucket: Bucket, version: Version): Record<string, string> => {
  const { contentType, headers, metadata, tags } = version.description
  const tagCount = Object.keys(tags).length
  return {
    'accept-ranges': 'bytes',
    'content-type': contentType,
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.modified).toUTCString(),
    ...versionHeader(bucket, version),
    ...(tagCount && { 'x-amz-tagging-count': String(tagCount) }),
    ...headers,
    ...metadata,
  }
}

function read(call: Call): Answer & { bucket: Bucket; version: Version; start: number; end: number } {
  const bucket = bucketOf(call)
  const { header, query } = call.request
  const version = findVersion(call, bucket, 's3:GetObject')
  requireReadable(header, version)
  const range = rangeOf(header('range'), version.bytes)
  const { start, end } = range ?? { start: 0, end: version.bytes - 1 }
  return {
    bucket,
    version,
    start,
    end,
    status: range ? 206 : 200,
    headers: {
      ...headersOf(bucket, version),
      ...overridesOf(query),
      ...(header('x-amz-checksum-mode') === 'ENABLED' && !range && checksumHeaders(version.checksums)),
      ...(range && { 'content-range': `bytes ${start}-${end}/${version.bytes}` }),
      'content-length': String(end - start + 1),
    },
  }
}

const understood = {
  on: 'object' as const,
  query: ['versionId', ...overridable.map((name) => `response-${name}`)],
  headers: ['x-amz-checksum-mode'],
}

export const headObject: Operation = {
  ...understood,
  name: 'HeadObject',
  method: 'HEAD',
  run(call) {
    const { status, headers } = read(call)
    return emptyAnswer(status, headers)
  },
}

export const getObject: Operation = {
  ...understood,
  name: 'GetObject',
  method: 'GET',
  run(call) {
    const { bucket, version, start, end, status, headers } = read(call)
    return {
      status,
      headers,
      body: bucket.blobs.read(version.segments, start, end),
      sent: call.cloud.reads.begin(bucket.name, call.request.key),
    }
  },
}
