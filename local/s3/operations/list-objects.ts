import { xmlAnswer } from '../answer'
import { allowBucket, bucketOf, type Operation } from '../call'
import { encodingOf } from '../encoding'
import { S3Error } from '../errors'
import { pageSizeIn, isAfter, pageOf } from '../page'
import { element } from '../xml'

const tokenOf = (key: string): string => Buffer.from(key).toString('base64url')

function markerOf(query: Map<string, string>): string | undefined {
  const token = query.get('continuation-token')
  if (token === undefined) return query.get('start-after')
  const key = Buffer.from(token, 'base64url').toString()
  if (tokenOf(key) !== token)
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect')
  return key
}

export const listObjects: Operation = {
  name: 'ListObjectsV2',
  on: 'bucket',
  method: 'GET',
  chosenBy: { 'list-type': '2' },
  query: ['prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after', 'encoding-type'],
  run(call) {
    const { query } = call.request
    const prefix = query.get('prefix') ?? ''
    const delimiter = query.get('delimiter') ?? ''
    allowBucket(call, 's3:ListBucket', { 's3:prefix': prefix, 's3:delimiter': delimiter })
    const bucket = bucketOf(call)
    const max = pageSizeIn(query, 'max-keys')
    const marker = markerOf(query)
    const objects = bucket
      .all()
      .flatMap(({ key, versions }) =>
        versions[0] && !versions[0].deleteMarker ? [{ key, version: versions[0] }] : [],
      )
      .filter(({ key }) => marker === undefined || isAfter(key, marker))
    const page = pageOf(objects, { prefix, delimiter, max })
    const encoded = encodingOf(query)
    return xmlAnswer('ListBucketResult', [
      element('Name', bucket.name),
      element('Prefix', encoded(prefix)),
      delimiter !== '' && element('Delimiter', encoded(delimiter)),
      element('KeyCount', page.items.length + page.prefixes.length),
      element('MaxKeys', max),
      query.has('encoding-type') && element('EncodingType', 'url'),
      element('IsTruncated', page.last !== undefined),
      page.last && element('NextContinuationToken', tokenOf(page.last.key)),
      ...page.items.map(({ key, version }) =>
        element('Contents', [
          element('Key', encoded(key)),
          element('LastModified', new Date(version.modified).toISOString()),
          element('ETag', `"${version.etag}"`),
          element('Size', version.bytes),
          element('StorageClass', 'STANDARD'),
        ]),
      ),
      ...page.prefixes.map((each) => element('CommonPrefixes', [element('Prefix', encoded(each))])),
    ])
  },
}
