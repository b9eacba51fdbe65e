import type { Bucket } from './bucket'
import { bucketNamed, type Call } from './call'
import { requireCopyable } from './conditions'
import { S3Error } from './errors'
import { findVersionById } from './find-version'
import type { Version } from './version'

export interface CopySource {
  bucket: Bucket
  key: string
  versionId?: string
  version: Version
}

export const copySourceHeaders = [
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-none-match',
]

/**
 * What `x-amz-copy-source` names, `bucket/key[?versionId=…]`, percent-encoded.
 * @throws AccessDenied when the signer may not read it
 */
export function copySourceOf(call: Call): CopySource {
  const [, path = '', versionId] =
    /^\/?([^?]+)(?:\?versionId=([^&]+))?$/.exec(call.request.header('x-amz-copy-source') ?? '') ?? []
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    throw new S3Error('InvalidArgument', 'Copy Source must be percent-encoded')
  }
  const cut = decoded.indexOf('/')
  if (cut < 1) throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key')
  const name = decoded.slice(0, cut)
  const key = decoded.slice(cut + 1)
  const bucket = bucketNamed(call, name)
  const asReader = { ...call, request: { ...call.request, bucket: name, key } }
  const version = findVersionById(asReader, bucket, 's3:GetObject', key, versionId)
  requireCopyable(call.request.header, version)
  return { bucket, key, versionId, version }
}
