import type { PresignedPost } from '@aws-sdk/s3-presigned-post'
import type { Person } from '../people/person'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { derivedUuid } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { checkClaim, contentLengthRange, contentTypeOf, kindOf } from '../policy/media-rule'
import { beijingDate } from '../policy/working-days'
import { requireAuthor } from '../submission/access'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'
import { requireState } from '../submission/submission'
import { nextLook } from './look-for-verdict'
import { uploadKey } from './place'

/** Parts of a video: 8 MiB each, so that a slow line loses little (aws.md 7); at most 63 for 500 MB. */
export const partBytes = 8 * 1_048_576
const formSeconds = 15 * 60

export type Upload =
  { media: Media; form: PresignedPost } | { media: Media; parts: { bytes: number; count: number } }

/**
 * Signs an upload after the claim (name, type, size) held against article 10.2: a form for a picture, whose size S3
 * itself bounds, or a multipart upload for a video, whose parts are signed one by one. The same request is one file.
 */
export const beginUpload =
  ({ submissions, bucket, clock }: { submissions: Submissions; bucket: Bucket; clock: Clock }) =>
  async (claim: {
    submissionId: string
    fileName: string
    contentType?: string
    bytes: number
    by: Person
    requestKey: string
  }): Promise<Upload> => {
    const submission = await submissions.withId(claim.submissionId)
    requireAuthor(submission, claim.by, beijingDate(clock.now()))
    requireState(submission, 'draft')
    const refused = checkClaim(claim).filter((finding) => finding.severity === 'refuse')
    const kind = kindOf(claim.fileName)
    if (refused.length > 0 || !kind)
      throw new Refusal(
        'PolicyRefused',
        { zh: '这个文件不符合制度要求', en: 'this file breaks the rules' },
        { details: refused },
      )

    const id = derivedUuid('media', submission.id, claim.requestKey)
    const known = await submissions.mediaWithId(submission.id, id)
    const key = uploadKey(kind, submission.id, id)
    const contentType = contentTypeOf(claim.fileName)
    // A file that was removed and comes again has its old bytes under its key: they are not this upload's.
    const before = known ? undefined : await bucket.head({ key })
    const media: Media = known ?? {
      id,
      submissionId: submission.id,
      kind,
      fileName: claim.fileName,
      contentType,
      bytes: claim.bytes,
      key,
      ...(kind === 'video' && { uploadId: await bucket.beginMultipart({ key, contentType }), partBytes }),
      ...(before && { replaces: before.versionId }),
      state: 'uploading',
      findings: [],
      facts: {},
      createdAt: clock.now().toISOString(),
    }
    if (!known) await submissions.saveMedia(media, nextLook(media, clock.now()))
    if (kind === 'video')
      return { media, parts: { bytes: partBytes, count: Math.ceil(claim.bytes / partBytes) } }
    return {
      media,
      form: await bucket.presignPost({
        key,
        contentType,
        range: contentLengthRange('picture'),
        seconds: formSeconds,
      }),
    }
  }
