import { emptyAnswer, xmlAnswer } from '../answer'
import { demandOf, largestPut, type Demand, type Measured } from '../body'
import type { Bucket } from '../bucket'
import { allowObject, bucketOf, type Call, type Operation } from '../call'
import { checksumHeader, type Algorithm } from '../checksums'
import { copySourceHeaders, copySourceOf } from '../copy-source'
import { S3Error } from '../errors'
import { rangeOf } from '../range'
import type { Part, Upload } from '../uploads'
import type { Segment } from '../version'
import { bodyHeaders, requireLength, requireSum } from '../writing'
import { element } from '../xml'
import { copyDemand } from './copy-object'

const mostParts = 10_000

function placeOf(call: Call, bucket: Bucket): { upload: Upload; number: number } {
  const { query, key } = call.request
  const upload = bucket.uploads.get(query.get('uploadId') ?? '', key)
  const number = Number(query.get('partNumber'))
  if (!Number.isInteger(number) || number < 1 || number > mostParts)
    throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive')
  return { upload, number }
}

/** A part that no upload can take any more is not kept. */
function keep(
  call: Call,
  bucket: Bucket,
  { upload, number }: { upload: Upload; number: number },
  written: Measured & { segment: Segment },
): Part {
  const { segment, md5, checksums } = written
  const part = { number, segment, md5: md5.toString('hex'), checksums, modified: call.cloud.now() }
  try {
    const before = bucket.uploads.putPart(upload.id, upload.key, part)
    if (before) bucket.blobs.drop([before.segment])
  } catch (error) {
    bucket.blobs.drop([segment])
    throw error
  }
  return part
}

function requireAlgorithm(upload: Upload, demand: Demand): void {
  if (!upload.algorithm || demand.checksums.has(upload.algorithm)) return
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm.toLowerCase()}, actual checksum Type: null`,
  )
}

export const uploadPart: Operation = {
  name: 'UploadPart',
  on: 'object',
  method: 'PUT',
  chosenBy: { uploadId: true, partNumber: true },
  headers: bodyHeaders,
  async run(call) {
    allowObject(call, 's3:PutObject')
    const bucket = bucketOf(call)
    const place = placeOf(call, bucket)
    const { header, headerNames, body } = call.request
    const demand = demandOf(headerNames, header, { maxBytes: largestPut })
    requireLength(demand)
    requireSum(bucket, demand)
    requireAlgorithm(place.upload, demand)
    const part = keep(call, bucket, place, await bucket.blobs.write(body, demand))
    const sums = Object.entries(part.checksums).map(([algorithm, sum]) => [
      checksumHeader(algorithm as Algorithm),
      sum,
    ])
    return emptyAnswer(200, { etag: `"${part.md5}"`, ...Object.fromEntries(sums) })
  },
}

export const uploadPartCopy: Operation = {
  name: 'UploadPartCopy',
  on: 'object',
  method: 'PUT',
  chosenBy: { uploadId: true, partNumber: true },
  chosenByHeader: 'x-amz-copy-source',
  headers: [...copySourceHeaders, 'x-amz-copy-source-range'],
  async run(call) {
    allowObject(call, 's3:PutObject')
    const bucket = bucketOf(call)
    const place = placeOf(call, bucket)
    const source = copySourceOf(call)
    const whole = { start: 0, end: source.version.bytes - 1 }
    const range = call.request.header('x-amz-copy-source-range')
    const { start, end } = rangeOf(range, source.version.bytes) ?? whole
    const written = await bucket.blobs.write(
      source.bucket.blobs.read(source.version.segments, start, end),
      copyDemand(end - start + 1, place.upload.algorithm ? [place.upload.algorithm] : []),
    )
    const part = keep(call, bucket, place, written)
    return xmlAnswer('CopyPartResult', [
      element('ETag', `"${part.md5}"`),
      element('LastModified', new Date(part.modified).toISOString()),
    ])
  },
}
