import { xmlAnswer } from '../answer'
import { allowBucket, allowObject, bucketOf, type Operation } from '../call'
import { checksumElement, type Algorithm } from '../checksums'
import { encodingOf } from '../encoding'
import { countIn, isAfter, pageSizeIn } from '../page'
import type { Upload } from '../uploads'
import { element } from '../xml'

export const listParts: Operation = {
  name: 'ListParts',
  on: 'object',
  method: 'GET',
  chosenBy: { uploadId: true },
  query: ['max-parts', 'part-number-marker'],
  run(call) {
    allowObject(call, 's3:ListMultipartUploadParts')
    const bucket = bucketOf(call)
    const { key, query } = call.request
    const upload = bucket.uploads.get(query.get('uploadId') ?? '', key)
    const max = pageSizeIn(query, 'max-parts')
    const marker = countIn(query, 'part-number-marker', 0)
    const rest = upload.parts.filter((part) => part.number > marker)
    const parts = rest.slice(0, max)
    return xmlAnswer('ListPartsResult', [
      element('Bucket', bucket.name),
      element('Key', key),
      element('UploadId', upload.id),
      element('PartNumberMarker', marker),
      element('NextPartNumberMarker', parts.at(-1)?.number ?? 0),
      element('MaxParts', max),
      element('IsTruncated', rest.length > parts.length),
      upload.algorithm && element('ChecksumAlgorithm', upload.algorithm),
      ...parts.map((part) =>
        element('Part', [
          element('PartNumber', part.number),
          element('LastModified', new Date(part.modified).toISOString()),
          element('ETag', `"${part.md5}"`),
          element('Size', part.segment.bytes),
          ...Object.entries(part.checksums).map(([algorithm, sum]) =>
            element(checksumElement(algorithm as Algorithm), sum),
          ),
        ]),
      ),
    ])
  },
}

const byKeyThenTime = (a: Upload, b: Upload): number =>
  Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) ||
  a.initiated - b.initiated ||
  (a.id < b.id ? -1 : 1)

/** Without an id the marker stands behind all uploads of its key. */
function behind(uploads: Upload[], key: string | undefined, id: string | undefined): Upload[] {
  if (key === undefined) return uploads
  const at = uploads.findIndex((upload) => upload.key === key && upload.id === id)
  return at < 0 ? uploads.filter((upload) => isAfter(upload.key, key)) : uploads.slice(at + 1)
}

export const listMultipartUploads: Operation = {
  name: 'ListMultipartUploads',
  on: 'bucket',
  method: 'GET',
  chosenBy: { uploads: true },
  query: ['prefix', 'max-uploads', 'key-marker', 'upload-id-marker', 'encoding-type'],
  run(call) {
    allowBucket(call, 's3:ListBucketMultipartUploads')
    const bucket = bucketOf(call)
    const { query } = call.request
    const prefix = query.get('prefix') ?? ''
    const max = pageSizeIn(query, 'max-uploads')
    const all = bucket.uploads.all().sort(byKeyThenTime)
    const rest = behind(all, query.get('key-marker'), query.get('upload-id-marker')).filter((upload) =>
      upload.key.startsWith(prefix),
    )
    const uploads = rest.slice(0, max)
    const encoded = encodingOf(query)
    const last = rest.length > uploads.length ? uploads.at(-1) : undefined
    return xmlAnswer('ListMultipartUploadsResult', [
      element('Bucket', bucket.name),
      element('Prefix', encoded(prefix)),
      element('MaxUploads', max),
      query.has('encoding-type') && element('EncodingType', 'url'),
      element('IsTruncated', last !== undefined),
      last && element('NextKeyMarker', encoded(last.key)),
      last && element('NextUploadIdMarker', last.id),
      ...uploads.map((upload) =>
        element('Upload', [
          element('Key', encoded(upload.key)),
          element('UploadId', upload.id),
          element('Initiated', new Date(upload.initiated).toISOString()),
          element('StorageClass', 'STANDARD'),
        ]),
      ),
    ])
  },
}
