import { xmlAnswer } from '../answer'
import { largestPut, type Demand } from '../body'
import { bucketOf, versionHeader, type Call, type Operation } from '../call'
import { algorithmOf, checksumElement, type Algorithm } from '../checksums'
import { copySourceHeaders, copySourceOf, type CopySource } from '../copy-source'
import { descriptionOf } from '../description'
import { S3Error } from '../errors'
import type { Description } from '../version'
import { allowWriting, commitBody, describingHeaders, requireConditions, retentionFor } from '../writing'
import { element } from '../xml'

const directiveOf = (call: Call, name: string): 'COPY' | 'REPLACE' => {
  const directive = call.request.header(name) ?? 'COPY'
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw new S3Error('InvalidArgument', `Unknown ${name}: ${directive}`)
  return directive
}

function describe(call: Call, source: CopySource): Description {
  const { headerNames, header, bucket, key } = call.request
  const own = descriptionOf(headerNames, header)
  const metadata = directiveOf(call, 'x-amz-metadata-directive')
  const tagging = directiveOf(call, 'x-amz-tagging-directive')
  const ontoItself = source.bucket.name === bucket && source.key === key && source.versionId === undefined
  if (ontoItself && metadata === 'COPY' && tagging === 'COPY')
    throw new S3Error(
      'InvalidRequest',
      'This copy request is illegal because it is trying to copy an object to itself without changing anything.',
    )
  return {
    ...(metadata === 'REPLACE' ? own : source.version.description),
    tags: (tagging === 'REPLACE' ? own : source.version.description).tags,
  }
}

export const copyDemand = (bytes: number, algorithms: Algorithm[]): Demand => ({
  minBytes: 0,
  maxBytes: largestPut,
  bytes,
  chunked: false,
  checksums: new Map(algorithms.map((algorithm) => [algorithm, 'compute'])),
})

export const copyObject: Operation = {
  name: 'CopyObject',
  on: 'object',
  method: 'PUT',
  chosenByHeader: 'x-amz-copy-source',
  headers: [
    ...copySourceHeaders,
    ...describingHeaders,
    'x-amz-metadata-directive',
    'x-amz-tagging-directive',
    'x-amz-checksum-algorithm',
  ],
  async run(call) {
    allowWriting(call)
    const bucket = bucketOf(call)
    const source = copySourceOf(call)
    requireConditions(call, bucket)
    const description = describe(call, source)
    const retention = retentionFor(call, bucket)
    const { version } = source
    const named = call.request.header('x-amz-checksum-algorithm')
    const algorithms = named ? [algorithmOf(named)] : (Object.keys(version.checksums) as Algorithm[])
    const written = await bucket.blobs.write(
      source.bucket.blobs.read(version.segments, 0, version.bytes - 1),
      copyDemand(version.bytes, algorithms),
    )
    const created = commitBody(call, bucket, written, { description, retention }, 'CopyObject')
    return xmlAnswer(
      'CopyObjectResult',
      [
        element('ETag', `"${created.version.etag}"`),
        element('LastModified', new Date(created.version.modified).toISOString()),
        ...Object.entries(written.checksums).map(([algorithm, sum]) =>
          element(checksumElement(algorithm as Algorithm), sum),
        ),
      ],
      {
        ...versionHeader(bucket, created.version),
        ...(version.id !== 'null' && { 'x-amz-copy-source-version-id': version.id }),
      },
    )
  },
}
