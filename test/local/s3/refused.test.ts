import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketPolicyCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  ListObjectsCommand,
  PutBucketCorsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { closeStands, outcomeOfFetch, someone, stand, type Stand } from './kit'

let cloud: Stand
let client: S3Client
beforeAll(async () => {
  cloud = await stand({ plain: {} })
  client = cloud.clientOf(someone)
  await client.send(put())
})
afterAll(async () => {
  expect(cloud.log).toEqual([])
  await closeStands()
})

const at = { Bucket: 'plain', Key: 'a' }
const put = (more = {}) => new PutObjectCommand({ ...at, Body: 'x', ...more })

it.each<[string, string, () => Promise<unknown>]>([
  ['CreateBucket', 'PUT on a bucket', () => client.send(new CreateBucketCommand({ Bucket: 'new' }))],
  ['DeleteBucket', 'DELETE on a bucket', () => client.send(new DeleteBucketCommand({ Bucket: 'plain' }))],
  ['GetBucketPolicy', '?policy', () => client.send(new GetBucketPolicyCommand({ Bucket: 'plain' }))],
  ['ListObjects', 'GET on a bucket', () => client.send(new ListObjectsCommand({ Bucket: 'plain' }))],
  ['GetObjectAcl', '?acl', () => client.send(new GetObjectAclCommand(at))],
  ['PutObjectAcl', '?acl', () => client.send(new PutObjectAclCommand({ ...at, ACL: 'public-read' }))],
  [
    'GetObjectAttributes',
    '?attributes',
    () => client.send(new GetObjectAttributesCommand({ ...at, ObjectAttributes: ['ETag'] })),
  ],
  ['GetObject by part', '?partNumber', () => client.send(new GetObjectCommand({ ...at, PartNumber: 1 }))],
  [
    'PutObjectLegalHold',
    '?legal-hold',
    () => client.send(new PutObjectLegalHoldCommand({ ...at, LegalHold: { Status: 'ON' } })),
  ],
  [
    'PutBucketCors',
    '?cors',
    () => client.send(new PutBucketCorsCommand({ Bucket: 'plain', CORSConfiguration: { CORSRules: [] } })),
  ],
  ['an ACL', 'x-amz-acl', () => client.send(put({ ACL: 'public-read' }))],
  ['encryption', 'x-amz-server-side-encryption', () => client.send(put({ ServerSideEncryption: 'aws:kms' }))],
  ['a storage class', 'x-amz-storage-class', () => client.send(put({ StorageClass: 'GLACIER' }))],
  ['If-None-Match of an ETag', 'If-None-Match', () => client.send(put({ IfNoneMatch: '"x"' }))],
])('%s is refused by name: %s', async (_what, name, work) => {
  await expect(work()).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining(name) as string,
    $metadata: { httpStatusCode: 501 },
  })
})

it.each([
  '<!DOCTYPE x [<!ENTITY a "1">]><CompleteMultipartUpload><Part><PartNumber>&a;</PartNumber></Part></CompleteMultipartUpload>',
  '<CompleteMultipartUpload>',
  '<Other/>',
  'no XML',
  '',
])('refuses as malformed: %s', async (body) => {
  const command = new CompleteMultipartUploadCommand({ ...at, UploadId: 'any' })
  const url = await getSignedUrl(client, command, { signableHeaders: new Set(['host']) })
  expect(await outcomeOfFetch(await fetch(url, { method: 'POST', body }))).toBe('400 MalformedXML')
})
