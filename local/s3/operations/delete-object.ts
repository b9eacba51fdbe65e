import { noContent, xmlAnswer, type Answer } from '../answer'
import { demandOf, receiveText } from '../body'
import type { Bucket } from '../bucket'
import { allowObject, bucketOf, type Call, type Operation } from '../call'
import { refusedBy, S3Error } from '../errors'
import { requireDeletable } from '../object-lock'
import { bodyHeaders } from '../writing'
import { children, element, parseXml, textOf, type Markup } from '../xml'

const mostObjects = 1000
const bypassHeader = 'x-amz-bypass-governance-retention'

interface Deleted {
  versionId?: string
  deleteMarker: boolean
}

/** Without a version id the object is hidden by a marker; with one, that version is gone for good. */
function deleteOne(call: Call, bucket: Bucket, key: string, versionId: string | undefined): Deleted {
  allowObject(call, versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion', key)
  if (versionId === undefined) {
    const marker = bucket.mark(key)
    return marker ? { versionId: marker.id, deleteMarker: true } : { deleteMarker: false }
  }
  const version = bucket.versions(key).find((each) => each.id === versionId)
  if (!version) return { versionId, deleteMarker: false }
  const bypass = call.request.header(bypassHeader) === 'true'
  if (bypass) allowObject(call, 's3:BypassGovernanceRetention', key)
  requireDeletable(version, bypass, call.cloud.now())
  bucket.erase(key, version)
  return { versionId, deleteMarker: version.deleteMarker }
}

export const deleteObject: Operation = {
  name: 'DeleteObject',
  on: 'object',
  method: 'DELETE',
  query: ['versionId'],
  headers: [bypassHeader],
  run(call): Answer {
    const bucket = bucketOf(call)
    const { key, query } = call.request
    const { versionId, deleteMarker } = deleteOne(call, bucket, key, query.get('versionId'))
    return noContent({
      ...(versionId !== undefined && { 'x-amz-version-id': versionId }),
      ...(deleteMarker && { 'x-amz-delete-marker': 'true' }),
    })
  },
}

function deletedMarkup(call: Call, bucket: Bucket, key: string, versionId: string | undefined): Markup {
  const named = [element('Key', key), versionId !== undefined && element('VersionId', versionId)]
  try {
    const deleted = deleteOne(call, bucket, key, versionId)
    return element('Deleted', [
      ...named,
      deleted.deleteMarker && element('DeleteMarker', true),
      deleted.deleteMarker && element('DeleteMarkerVersionId', deleted.versionId ?? ''),
    ])
  } catch (error) {
    const refused = refusedBy(error)
    if (!refused) throw error
    return element('Error', [...named, element('Code', refused.code), element('Message', refused.message)])
  }
}

/** Each object is refused or deleted by itself. */
export const deleteObjects: Operation = {
  name: 'DeleteObjects',
  on: 'bucket',
  method: 'POST',
  chosenBy: { delete: true },
  headers: [bypassHeader, ...bodyHeaders],
  async run(call) {
    const bucket = bucketOf(call)
    const { header, headerNames, body } = call.request
    const demand = demandOf(headerNames, header, { maxBytes: 2 ** 21 })
    if (demand.md5 === undefined && !demand.checksums.size)
      throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5')
    const root = parseXml(await receiveText(body, demand), 'Delete')
    const objects = children(root, 'Object').map((node) => ({
      key: textOf(node, 'Key') ?? '',
      versionId: textOf(node, 'VersionId'),
    }))
    if (!objects.length || objects.length > mostObjects || objects.some(({ key }) => !key))
      throw new S3Error('MalformedXML', `Delete takes 1 to ${mostObjects} objects, each with its key`)
    const results = objects.map(({ key, versionId }) => deletedMarkup(call, bucket, key, versionId))
    const quiet = textOf(root, 'Quiet') === 'true'
    return xmlAnswer(
      'DeleteResult',
      results.filter(({ xml }) => !quiet || xml.startsWith('<Error>')),
    )
  },
}
