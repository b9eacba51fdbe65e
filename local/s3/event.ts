import { randomUUID } from 'node:crypto'
import * as z from 'zod'

export const account = '000000000000'

/** EventBridge's "Object Created" of S3 (reference: Amazon S3 event message structure for EventBridge). */
export const ObjectCreated = z.object({
  version: z.literal('0'),
  id: z.string(),
  'detail-type': z.literal('Object Created'),
  source: z.literal('aws.s3'),
  account: z.string(),
  /** ISO, whole seconds */
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.object({
    version: z.literal('0'),
    bucket: z.object({ name: z.string() }),
    object: z.object({
      /** as it is, not URL-encoded */
      key: z.string(),
      size: z.number(),
      etag: z.string(),
      /** absent in a bucket without versioning */
      'version-id': z.string().optional(),
      /** hex of constant width, grows with every write of one key */
      sequencer: z.string(),
    }),
    'request-id': z.string(),
    requester: z.string(),
    'source-ip-address': z.string(),
    reason: z.enum(['PutObject', 'PostObject', 'CopyObject', 'CompleteMultipartUpload']),
  }),
})
export type ObjectCreated = z.infer<typeof ObjectCreated>
export type Reason = ObjectCreated['detail']['reason']

export function objectCreated(fact: {
  now: number
  region: string
  bucket: string
  object: ObjectCreated['detail']['object']
  requestId: string
  ip: string
  reason: Reason
}): ObjectCreated {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account,
    time: `${new Date(fact.now).toISOString().slice(0, 19)}Z`,
    region: fact.region,
    resources: [`arn:aws:s3:::${fact.bucket}`],
    detail: {
      version: '0',
      bucket: { name: fact.bucket },
      object: fact.object,
      'request-id': fact.requestId,
      requester: account,
      'source-ip-address': fact.ip,
      reason: fact.reason,
    },
  }
}
