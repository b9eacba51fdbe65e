import { emptyAnswer, xmlAnswer } from '../answer'
import { demandOf, receiveText } from '../body'
import { allowBucket, allowObject, bucketOf, type Operation } from '../call'
import { S3Error } from '../errors'
import { findVersion } from '../find-version'
import { requireRetainable, retentionOf } from '../object-lock'
import { bodyHeaders } from '../writing'
import { element, parseXml, textOf } from '../xml'

const bypassHeader = 'x-amz-bypass-governance-retention'
const understood = { on: 'object' as const, chosenBy: { retention: true as const }, query: ['versionId'] }

const missingLock = () => new S3Error('InvalidRequest', 'Bucket is missing Object Lock Configuration')

export const getObjectRetention: Operation = {
  ...understood,
  name: 'GetObjectRetention',
  method: 'GET',
  run(call) {
    const bucket = bucketOf(call)
    const { retention } = findVersion(call, bucket, 's3:GetObjectRetention')
    if (!bucket.settings.objectLock) throw missingLock()
    if (!retention)
      throw new S3Error(
        'NoSuchObjectLockConfiguration',
        'The specified object does not have a ObjectLock configuration',
      )
    return xmlAnswer('Retention', [
      element('Mode', retention.mode),
      element('RetainUntilDate', new Date(retention.until).toISOString()),
    ])
  },
}

export const putObjectRetention: Operation = {
  ...understood,
  name: 'PutObjectRetention',
  method: 'PUT',
  headers: [bypassHeader, ...bodyHeaders],
  async run(call) {
    const { key, header, headerNames, body } = call.request
    allowObject(call, 's3:PutObjectRetention')
    const bypass = header(bypassHeader) === 'true'
    if (bypass) allowObject(call, 's3:BypassGovernanceRetention')
    const bucket = bucketOf(call)
    if (!bucket.settings.objectLock) throw missingLock()
    const text = await receiveText(body, demandOf(headerNames, header, { maxBytes: 2 ** 16 }))
    const root = parseXml(text, 'Retention')
    const version = findVersion(call, bucket, 's3:PutObjectRetention')
    const now = call.cloud.now()
    const mode = textOf(root, 'Mode')
    const until = textOf(root, 'RetainUntilDate')
    const next = mode === undefined && until === undefined ? undefined : retentionOf(mode, until, now)
    requireRetainable(version, next, bypass, now)
    bucket.amend(key, { ...version, retention: next })
    return emptyAnswer(200)
  },
}

export const getObjectLockConfiguration: Operation = {
  name: 'GetObjectLockConfiguration',
  on: 'bucket',
  method: 'GET',
  chosenBy: { 'object-lock': true },
  run(call) {
    allowBucket(call, 's3:GetBucketObjectLockConfiguration')
    const lock = bucketOf(call).settings.objectLock
    if (!lock)
      throw new S3Error(
        'ObjectLockConfigurationNotFoundError',
        'Object Lock configuration does not exist for this bucket',
      )
    return xmlAnswer('ObjectLockConfiguration', [
      element('ObjectLockEnabled', 'Enabled'),
      element('Rule', [
        element('DefaultRetention', [element('Mode', lock.mode), element('Days', lock.days)]),
      ]),
    ])
  },
}
