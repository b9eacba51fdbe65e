import { createHash } from 'node:crypto'
import { xmlAnswer, type Answer } from '../answer'
import { demandOf, receiveText } from '../body'
import type { Bucket } from '../bucket'
import { bucketOf, create, versionHeader, type Call, type Operation } from '../call'
import { checksumElement, compositeOf, type Algorithm } from '../checksums'
import { S3Error } from '../errors'
import type { Part, Upload } from '../uploads'
import type { Version } from '../version'
import { allowWriting, requireConditions } from '../writing'
import { children, element, parseXml, textOf } from '../xml'

const leastPartBytes = 5 * 2 ** 20

interface Listed {
  number: number
  etag: string
  sum?: string
}

function listedIn(xml: string, algorithm: Algorithm | undefined): Listed[] {
  const listed = children(parseXml(xml, 'CompleteMultipartUpload'), 'Part').map((node) => ({
    number: Number(textOf(node, 'PartNumber')),
    etag: (textOf(node, 'ETag') ?? '').replaceAll('"', ''),
    sum: algorithm && textOf(node, checksumElement(algorithm)),
  }))
  if (!listed.length) throw new S3Error('MalformedXML', 'You must specify at least one part')
  return listed
}

/** @throws S3Error InvalidPartOrder, InvalidPart, InvalidRequest (a missing sum), EntityTooSmall */
function chosen(upload: Upload, listed: Listed[]): Part[] {
  const parts = listed.map(({ number, etag, sum }, place) => {
    if (place && number <= (listed[place - 1]?.number ?? 0))
      throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.')
    const part = upload.parts.find((each) => each.number === number)
    if (!part || part.md5 !== etag)
      throw new S3Error('InvalidPart', `Part ${number} could not be found, or its ETag is another one.`)
    if (upload.algorithm && sum === undefined)
      throw new S3Error(
        'InvalidRequest',
        `The upload was created using a ${upload.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part.`,
      )
    if (upload.algorithm && part.checksums[upload.algorithm] !== sum)
      throw new S3Error('InvalidPart', `The checksum of part ${number} is another one.`)
    return part
  })
  if (parts.slice(0, -1).some((part) => part.segment.bytes < leastPartBytes))
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size')
  return parts
}

function etagOf(parts: Part[]): string {
  const md5s = Buffer.concat(parts.map((part) => Buffer.from(part.md5, 'hex')))
  return `${createHash('md5').update(md5s).digest('hex')}-${parts.length}`
}

const nameOf = (part: Listed): string => `${part.number}:${part.etag}`

function answer(call: Call, bucket: Bucket, version: Version): Answer {
  const { key, headers } = call.request
  return xmlAnswer(
    'CompleteMultipartUploadResult',
    [
      element('Location', `http://${headers.host}/${bucket.name}/${encodeURI(key)}`),
      element('Bucket', bucket.name),
      element('Key', key),
      element('ETag', `"${version.etag}"`),
      ...Object.entries(version.checksums).map(([algorithm, sum]) =>
        element(checksumElement(algorithm as Algorithm), sum),
      ),
    ],
    versionHeader(bucket, version),
  )
}

/** Completing twice is a retry of a caller who did not hear the answer: it gets the answer again. */
const completedBefore = (bucket: Bucket, key: string, id: string, listed: Listed[]): Version | undefined =>
  bucket
    .versions(key)
    .find(
      ({ upload }) =>
        upload?.id === id &&
        upload.parts.length === listed.length &&
        upload.parts.every((name, place) => listed[place] && nameOf(listed[place]) === name),
    )

export const completeMultipartUpload: Operation = {
  name: 'CompleteMultipartUpload',
  on: 'object',
  method: 'POST',
  chosenBy: { uploadId: true },
  headers: ['x-amz-mp-object-size', 'x-amz-checksum-type'],
  async run(call) {
    allowWriting(call)
    const bucket = bucketOf(call)
    const { key, query, header, headerNames, body } = call.request
    const id = query.get('uploadId') ?? ''
    const text = await receiveText(body, demandOf(headerNames, header, { maxBytes: 2 ** 21 }))
    const before = completedBefore(bucket, key, id, listedIn(text, undefined))
    if (before) return answer(call, bucket, before)

    const upload = bucket.uploads.get(id, key)
    const listed = listedIn(text, upload.algorithm)
    const parts = chosen(upload, listed)
    const bytes = parts.reduce((sum, part) => sum + part.segment.bytes, 0)
    if (Number(header('x-amz-mp-object-size') ?? bytes) !== bytes)
      throw new S3Error('InvalidRequest', `The parts hold ${bytes} bytes, not x-amz-mp-object-size`)
    requireConditions(call, bucket)
    const { algorithm, description, retention } = upload
    const checksums = algorithm
      ? {
          [algorithm]: compositeOf(
            algorithm,
            parts.map((part) => part.checksums),
          ),
        }
      : {}
    // The object takes over the files of its parts: nothing is copied, however large it is.
    const segments = parts.map((part) => part.segment)
    const { version } = create(
      call,
      bucket,
      key,
      {
        bytes,
        etag: etagOf(parts),
        segments,
        description,
        retention,
        checksums,
        upload: { id, parts: listed.map(nameOf) },
      },
      'CompleteMultipartUpload',
    )
    bucket.uploads.remove(id)
    bucket.blobs.drop(upload.parts.filter((part) => !parts.includes(part)).map((part) => part.segment))
    return answer(call, bucket, version)
  },
}
