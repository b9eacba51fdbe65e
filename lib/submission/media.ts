import * as z from 'zod'
import { Finding } from '../policy/finding'

/** Something made of the file, at its version in the media bucket; `checksum` is `sha256:…`. */
const Made = z.object({
  key: z.string(),
  versionId: z.string(),
  bytes: z.number(),
  checksum: z.string().optional(),
})

/** One picture or video of a submission, from the moment its upload was signed. */
export const Media = z.object({
  id: z.string(),
  submissionId: z.string(),
  kind: z.enum(['picture', 'video']),
  fileName: z.string(),
  contentType: z.string(),
  /** as declared at signing; the checked size is in `facts` */
  bytes: z.number(),
  key: z.string(),
  uploadId: z.string().optional(),
  partBytes: z.number().optional(),
  /** S3 version that stood under the key before the upload began: the same file, removed earlier */
  replaces: z.string().optional(),
  state: z.enum(['uploading', 'checking', 'accepted', 'refused']),
  versionId: z.string().optional(),
  etag: z.string().optional(),
  checksum: z.string().optional(),
  /** orders events of one key: a later upload under the same URL wins, an older event never does */
  sequencer: z.string().optional(),
  findings: z.array(Finding).default([]),
  facts: z.record(z.string(), z.unknown()).default({}),
  preview: Made.optional(),
  /** of an accepted picture: what readers get, without EXIF, below 1 MB; absent in older rows */
  copy: Made.optional(),
  createdAt: z.iso.datetime(),
})
export type Media = z.infer<typeof Media>
