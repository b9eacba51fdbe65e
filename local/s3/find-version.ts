import { allowBucket, allowObject, versionHeader, type Call } from './call'
import type { Bucket } from './bucket'
import { S3Error } from './errors'
import type { Version } from './version'

/** Who may not list a bucket is not told what is missing in it: authorize then answers 403 instead of 404. */
function missing(
  call: Call,
  code: 'NoSuchKey' | 'NoSuchVersion',
  headers: Record<string, string> = {},
): S3Error {
  allowBucket(call, 's3:ListBucket')
  const what = code === 'NoSuchKey' ? 'key' : 'version'
  return new S3Error(code, `The specified ${what} does not exist.`, headers)
}

/**
 * The version a request speaks of: the one of `versionId`, or the newest.
 * @param action of IAM on the newest version; `…Version` is asked when a version is named
 * @throws AccessDenied, S3Error NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker by its id
 */
export function findVersion(call: Call, bucket: Bucket, action: string, key = call.request.key): Version {
  const id = call.request.query.get('versionId')
  return findVersionById(call, bucket, action, key, id)
}

export function findVersionById(
  call: Call,
  bucket: Bucket,
  action: string,
  key: string,
  id: string | undefined,
): Version {
  allowObject(call, id === undefined ? action : versionAction(action), key)
  const version = id === undefined ? bucket.current(key) : bucket.versions(key).find((each) => each.id === id)
  if (!version) throw missing(call, id === undefined ? 'NoSuchKey' : 'NoSuchVersion')
  if (!version.deleteMarker) return version
  const headers = { 'x-amz-delete-marker': 'true', ...versionHeader(bucket, version) }
  if (id === undefined) throw missing(call, 'NoSuchKey', headers)
  throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    ...headers,
    allow: 'DELETE',
  })
}

/** `s3:GetObject` → `s3:GetObjectVersion`, tagging likewise; retention has one action for all versions. */
const versionAction = (action: string): string =>
  action.endsWith('Retention') ? action : action.replace('Object', 'ObjectVersion')
