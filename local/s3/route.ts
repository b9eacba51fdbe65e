import type { Operation } from './call'
import { notImplemented, S3Error } from './errors'
import { account } from './event'
import { abortMultipartUpload, createMultipartUpload } from './operations/begin-upload'
import { completeMultipartUpload } from './operations/complete-upload'
import { copyObject } from './operations/copy-object'
import { deleteObject, deleteObjects } from './operations/delete-object'
import { getBucketLocation, getBucketVersioning, headBucket, listBuckets } from './operations/describe-bucket'
import { getObject, headObject } from './operations/get-object'
import { listObjects } from './operations/list-objects'
import { listMultipartUploads, listParts } from './operations/list-uploads'
import { listVersions } from './operations/list-versions'
import { putObject } from './operations/put-object'
import { getObjectLockConfiguration, getObjectRetention, putObjectRetention } from './operations/retention'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './operations/tagging'
import { uploadPart, uploadPartCopy } from './operations/upload-part'
import type { S3Request } from './request'

const operations: Operation[] = [
  abortMultipartUpload,
  completeMultipartUpload,
  copyObject,
  createMultipartUpload,
  deleteObject,
  deleteObjects,
  deleteObjectTagging,
  getBucketLocation,
  getBucketVersioning,
  getObject,
  getObjectLockConfiguration,
  getObjectRetention,
  getObjectTagging,
  headBucket,
  headObject,
  listBuckets,
  listMultipartUploads,
  listObjects,
  listParts,
  listVersions,
  putObject,
  putObjectRetention,
  putObjectTagging,
  uploadPart,
  uploadPartCopy,
]

const anyHeaders = [
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-user-agent',
  'x-amz-expected-bucket-owner',
]

const onOf = (request: S3Request): Operation['on'] =>
  request.bucket === '' ? 'service' : request.key === '' ? 'bucket' : 'object'

const marksOf = (operation: Operation): number =>
  Object.keys(operation.chosenBy ?? {}).length + (operation.chosenByHeader ? 1 : 0)

const isChosen = (operation: Operation, request: S3Request): boolean =>
  operation.on === onOf(request) &&
  operation.method === request.method &&
  (!operation.chosenByHeader || request.header(operation.chosenByHeader) !== undefined) &&
  Object.entries(operation.chosenBy ?? {}).every(([name, value]) =>
    value === true ? request.query.has(name) : request.query.get(name) === value,
  )

const understands = (patterns: string[], name: string): boolean =>
  patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name,
  )

/**
 * The operation a request asks for: of those that fit, the one with most marks.
 * @throws S3Error NotImplemented naming the operation, parameter or header that this S3 does not know
 */
export function operationFor(request: S3Request): Operation {
  const parameters = [...request.query.keys()].filter((name) => name !== 'x-id')
  const [operation] = operations
    .filter((each) => isChosen(each, request))
    .sort((a, b) => marksOf(b) - marksOf(a))
  if (!operation)
    throw notImplemented(
      [`${request.method} on a ${onOf(request)}`, parameters.map((name) => `?${name}`).join(' and ')]
        .filter(Boolean)
        .join(' with '),
    )
  const known = [...Object.keys(operation.chosenBy ?? {}), ...(operation.query ?? [])]
  const parameter = parameters.find((name) => !known.includes(name))
  if (parameter !== undefined) throw notImplemented(`?${parameter} (read as ${operation.name})`)
  const headers = [...anyHeaders, operation.chosenByHeader ?? '', ...(operation.headers ?? [])]
  const header = request.headerNames.find((name) => name.startsWith('x-amz-') && !understands(headers, name))
  if (header !== undefined) throw notImplemented(`the header ${header} of ${operation.name}`)
  const owner = request.header('x-amz-expected-bucket-owner')
  if (owner !== undefined && owner !== account)
    throw new S3Error('AccessDenied', 'Access Denied: another owner')
  return operation
}
