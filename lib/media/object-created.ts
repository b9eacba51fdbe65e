import * as z from 'zod'
import type { ObjectCreated } from './judge-upload'

/** EventBridge "Object Created" of S3; keys come unescaped here, unlike in classic notifications (aws.md 3.4). */
export const ObjectCreatedEvent = z
  .object({
    detail: z.object({
      object: z.object({
        key: z.string(),
        size: z.number(),
        etag: z.string(),
        'version-id': z.string(),
        sequencer: z.string(),
      }),
    }),
  })
  .transform(({ detail: { object } }): ObjectCreated => ({
    key: object.key,
    bytes: object.size,
    etag: object.etag,
    versionId: object['version-id'],
    sequencer: object.sequencer,
  }))
