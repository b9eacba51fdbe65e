import { emptyAnswer, noContent, xmlAnswer } from '../answer'
import { demandOf, receiveText } from '../body'
import { bucketOf, versionHeader, type Call, type Operation } from '../call'
import { requireTags } from '../description'
import { findVersion } from '../find-version'
import { bodyHeaders } from '../writing'
import { children, element, parseXml, textOf } from '../xml'

const understood = { on: 'object' as const, chosenBy: { tagging: true as const }, query: ['versionId'] }

/** Tags are read-changed-written in one step; a deleted key has none. */
function setTags(call: Call, action: string, tags: () => Record<string, string>): Record<string, string> {
  const bucket = bucketOf(call)
  const version = findVersion(call, bucket, action)
  bucket.amend(call.request.key, { ...version, description: { ...version.description, tags: tags() } })
  return versionHeader(bucket, version)
}

export const getObjectTagging: Operation = {
  ...understood,
  name: 'GetObjectTagging',
  method: 'GET',
  run(call) {
    const bucket = bucketOf(call)
    const version = findVersion(call, bucket, 's3:GetObjectTagging')
    const tags = Object.entries(version.description.tags).map(([name, value]) =>
      element('Tag', [element('Key', name), element('Value', value)]),
    )
    return xmlAnswer('Tagging', [element('TagSet', tags)], versionHeader(bucket, version))
  },
}

export const putObjectTagging: Operation = {
  ...understood,
  name: 'PutObjectTagging',
  method: 'PUT',
  headers: bodyHeaders,
  async run(call) {
    findVersion(call, bucketOf(call), 's3:PutObjectTagging')
    const { header, headerNames, body } = call.request
    const text = await receiveText(body, demandOf(headerNames, header, { maxBytes: 2 ** 16 }))
    const tags = children(children(parseXml(text, 'Tagging'), 'TagSet')[0], 'Tag').map(
      (node): [string, string] => [textOf(node, 'Key') ?? '', textOf(node, 'Value') ?? ''],
    )
    return emptyAnswer(
      200,
      setTags(call, 's3:PutObjectTagging', () => requireTags(tags)),
    )
  },
}

export const deleteObjectTagging: Operation = {
  ...understood,
  name: 'DeleteObjectTagging',
  method: 'DELETE',
  run: (call) => noContent(setTags(call, 's3:DeleteObjectTagging', () => ({}))),
}
