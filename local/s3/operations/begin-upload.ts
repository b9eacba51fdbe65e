import { noContent, xmlAnswer } from '../answer'
import { allowObject, bucketOf, type Operation } from '../call'
import { algorithmOf } from '../checksums'
import { descriptionOf } from '../description'
import { notImplemented } from '../errors'
import { allowWriting, describingHeaders, retentionFor } from '../writing'
import { element } from '../xml'

export const createMultipartUpload: Operation = {
  name: 'CreateMultipartUpload',
  on: 'object',
  method: 'POST',
  chosenBy: { uploads: true },
  headers: [...describingHeaders, 'x-amz-checksum-algorithm', 'x-amz-checksum-type'],
  run(call) {
    allowWriting(call)
    const { key, header, headerNames } = call.request
    const bucket = bucketOf(call)
    const named = header('x-amz-checksum-algorithm')
    const algorithm = named === undefined ? undefined : algorithmOf(named)
    const type = header('x-amz-checksum-type') ?? 'COMPOSITE'
    if (type !== 'COMPOSITE') throw notImplemented(`x-amz-checksum-type ${type} of multipart uploads`)
    const upload = bucket.uploads.begin({
      key,
      initiated: call.cloud.now(),
      description: descriptionOf(headerNames, header),
      algorithm,
      retention: retentionFor(call, bucket),
    })
    return xmlAnswer(
      'InitiateMultipartUploadResult',
      [element('Bucket', bucket.name), element('Key', key), element('UploadId', upload.id)],
      algorithm && { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': 'COMPOSITE' },
    )
  },
}

export const abortMultipartUpload: Operation = {
  name: 'AbortMultipartUpload',
  on: 'object',
  method: 'DELETE',
  chosenBy: { uploadId: true },
  run(call) {
    allowObject(call, 's3:AbortMultipartUpload')
    const bucket = bucketOf(call)
    const upload = bucket.uploads.get(call.request.query.get('uploadId') ?? '', call.request.key)
    bucket.uploads.remove(upload.id)
    bucket.blobs.drop(upload.parts.map((part) => part.segment))
    return noContent()
  },
}
