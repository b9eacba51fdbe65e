import { emptyAnswer, xmlAnswer } from '../answer'
import { allowBucket, bucketOf, type Operation } from '../call'
import { account } from '../event'
import { element } from '../xml'

export const listBuckets: Operation = {
  name: 'ListBuckets',
  on: 'service',
  method: 'GET',
  run({ cloud, identity }) {
    cloud.access.authorize(identity, 's3:ListAllMyBuckets', '*')
    const buckets = [...cloud.buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    return xmlAnswer('ListAllMyBucketsResult', [
      element('Owner', [element('ID', account)]),
      element(
        'Buckets',
        buckets.map(({ name, created }) =>
          element('Bucket', [
            element('Name', name),
            element('CreationDate', new Date(created).toISOString()),
          ]),
        ),
      ),
    ])
  },
}

export const headBucket: Operation = {
  name: 'HeadBucket',
  on: 'bucket',
  method: 'HEAD',
  run(call) {
    allowBucket(call, 's3:ListBucket')
    bucketOf(call)
    return emptyAnswer(200, { 'x-amz-bucket-region': call.cloud.region })
  },
}

export const getBucketLocation: Operation = {
  name: 'GetBucketLocation',
  on: 'bucket',
  method: 'GET',
  chosenBy: { location: true },
  run(call) {
    allowBucket(call, 's3:GetBucketLocation')
    bucketOf(call)
    return xmlAnswer('LocationConstraint', call.cloud.region)
  },
}

export const getBucketVersioning: Operation = {
  name: 'GetBucketVersioning',
  on: 'bucket',
  method: 'GET',
  chosenBy: { versioning: true },
  run(call) {
    allowBucket(call, 's3:GetBucketVersioning')
    const { versioned } = bucketOf(call).settings
    return xmlAnswer('VersioningConfiguration', [versioned && element('Status', 'Enabled')])
  },
}
