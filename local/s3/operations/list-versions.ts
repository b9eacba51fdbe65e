import { xmlAnswer } from '../answer'
import { allowBucket, bucketOf, type Operation } from '../call'
import { encodingOf } from '../encoding'
import { pageSizeIn, isAfter, pageOf } from '../page'
import type { Version } from '../version'
import { element } from '../xml'

interface Entry {
  key: string
  version: Version
  newest: boolean
}

/** Without a version the marker stands behind all versions of its key. */
function behind(entries: Entry[], key: string | undefined, versionId: string | undefined): Entry[] {
  if (key === undefined) return entries
  if (versionId !== undefined) {
    const at = entries.findIndex((entry) => entry.key === key && entry.version.id === versionId)
    if (at >= 0) return entries.slice(at + 1)
  }
  return entries.filter((entry) => isAfter(entry.key, key))
}

export const listVersions: Operation = {
  name: 'ListObjectVersions',
  on: 'bucket',
  method: 'GET',
  chosenBy: { versions: true },
  query: ['prefix', 'delimiter', 'max-keys', 'key-marker', 'version-id-marker', 'encoding-type'],
  run(call) {
    const { query } = call.request
    const prefix = query.get('prefix') ?? ''
    const delimiter = query.get('delimiter') ?? ''
    allowBucket(call, 's3:ListBucketVersions', { 's3:prefix': prefix, 's3:delimiter': delimiter })
    const bucket = bucketOf(call)
    const max = pageSizeIn(query, 'max-keys')
    const entries = bucket
      .all()
      .flatMap(({ key, versions }) =>
        versions.map((version, place): Entry => ({ key, version, newest: place === 0 })),
      )
    const rest = behind(entries, query.get('key-marker'), query.get('version-id-marker'))
    const page = pageOf(rest, { prefix, delimiter, max })
    const encoded = encodingOf(query)
    return xmlAnswer('ListVersionsResult', [
      element('Name', bucket.name),
      element('Prefix', encoded(prefix)),
      element('KeyMarker', encoded(query.get('key-marker') ?? '')),
      delimiter !== '' && element('Delimiter', encoded(delimiter)),
      element('MaxKeys', max),
      query.has('encoding-type') && element('EncodingType', 'url'),
      element('IsTruncated', page.last !== undefined),
      page.last && element('NextKeyMarker', encoded(page.last.key)),
      page.last && element('NextVersionIdMarker', page.last.version.id),
      ...page.items.map(({ key, version, newest }) =>
        element(version.deleteMarker ? 'DeleteMarker' : 'Version', [
          element('Key', encoded(key)),
          element('VersionId', version.id),
          element('IsLatest', newest),
          element('LastModified', new Date(version.modified).toISOString()),
          !version.deleteMarker && element('ETag', `"${version.etag}"`),
          !version.deleteMarker && element('Size', version.bytes),
          !version.deleteMarker && element('StorageClass', 'STANDARD'),
        ]),
      ),
      ...page.prefixes.map((each) => element('CommonPrefixes', [element('Prefix', encoded(each))])),
    ])
  },
}
