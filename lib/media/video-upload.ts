import type { Person } from '../people/person'
import type { Bucket, UploadedPart } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { isRefusal, Refusal } from '../platform/refusal'
import { checkBytes } from '../policy/media-rule'
import { beijingDate } from '../policy/working-days'
import { requireAuthor } from '../submission/access'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'
import { requireState } from '../submission/submission'

const partSeconds = 60 * 60

interface Needs {
  submissions: Submissions
  bucket: Bucket
  clock: Clock
}
interface At {
  submissionId: string
  mediaId: string
  by: Person
}

type OpenUpload = Media & { uploadId: string; partBytes: number }

/** A file of this draft, for its author only. */
async function mediaOfDraft({ submissions, clock }: Needs, at: At): Promise<Media> {
  const submission = await submissions.withId(at.submissionId)
  requireAuthor(submission, at.by, beijingDate(clock.now()))
  requireState(submission, 'draft')
  const media = await submissions.mediaWithId(at.submissionId, at.mediaId)
  if (!media) throw new Refusal('NotFound', { zh: '没有这个文件', en: 'there is no such file' })
  return media
}

const isOpen = (media: Media): media is OpenUpload => !!media.uploadId && !!media.partBytes

/** The video of this draft whose parts are signed and counted. */
async function openUpload(needs: Needs, at: At): Promise<OpenUpload> {
  const media = await mediaOfDraft(needs, at)
  if (!isOpen(media))
    throw new Refusal('NotFound', { zh: '没有这个视频上传', en: 'there is no such video upload' })
  return media
}

const partsIn = (media: OpenUpload) => Math.ceil(media.bytes / media.partBytes)

/** Exact size of one part; only the last is shorter. */
const bytesOfPart = (media: OpenUpload, partNumber: number) =>
  partNumber < partsIn(media) ? media.partBytes : media.bytes - (partsIn(media) - 1) * media.partBytes

/** URLs for parts on demand, one hour each; each takes exactly its part's bytes. */
export const signParts =
  (needs: Needs) =>
  async (
    at: At & { partNumbers: number[] },
  ): Promise<{ partNumber: number; bytes: number; url: string }[]> => {
    const media = await openUpload(needs, at)
    const strange = at.partNumbers.find((partNumber) => partNumber > partsIn(media))
    if (strange !== undefined)
      throw new Refusal('InvalidRequest', {
        zh: `这个视频只有 ${partsIn(media)} 段，没有第 ${strange} 段`,
        en: `this video has ${partsIn(media)} parts, not ${strange}`,
      })
    return Promise.all(
      at.partNumbers.map(async (partNumber) => {
        const bytes = bytesOfPart(media, partNumber)
        const url = await needs.bucket.signPart({
          key: media.key,
          uploadId: media.uploadId,
          partNumber,
          bytes,
          seconds: partSeconds,
        })
        return { partNumber, bytes, url }
      }),
    )
  }

/** What has arrived, so that a closed page goes on where it stood. */
export const listParts =
  (needs: Needs) =>
  async (at: At): Promise<UploadedPart[]> => {
    const media = await openUpload(needs, at)
    return needs.bucket.listParts({ key: media.key, uploadId: media.uploadId })
  }

/**
 * The bytes are there: of a video the parts are joined, when all have arrived and their sum is what was claimed and
 * allowed; then the file is being checked. Judged by its own upload, whatever stood under its key before; a repeat is
 * harmless.
 */
export const completeUpload =
  (needs: Needs) =>
  async (at: At): Promise<Media> => {
    const media = await mediaOfDraft(needs, at)
    if (media.state !== 'uploading') return media
    if (!(await isJoined(needs, media))) await join(needs, media)
    return needs.submissions.markChecking(media)
  }

/** The upload is closed, and what stands under its key is not what stood there when it was begun. */
async function isJoined({ bucket }: Needs, media: Media): Promise<boolean> {
  if (media.uploadId && (await openParts(bucket, media.key, media.uploadId))) return false
  const stored = await bucket.head({ key: media.key })
  return stored !== undefined && stored.versionId !== media.replaces
}

/** Parts of an upload that is open, undefined when it was joined or given up. */
async function openParts(bucket: Bucket, key: string, uploadId: string): Promise<UploadedPart[] | undefined> {
  try {
    return await bucket.listParts({ key, uploadId })
  } catch (error) {
    if (isRefusal(error) && error.code === 'UploadGone') return undefined
    throw error
  }
}

async function join({ bucket }: Needs, media: Media): Promise<void> {
  const { key, uploadId } = media
  if (!isOpen(media) || !uploadId)
    throw new Refusal('MediaMissing', { zh: '图片还没有传完', en: 'the picture is not complete' })
  const parts = await bucket.listParts({ key, uploadId })
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  if (parts.length !== partsIn(media) || bytes !== media.bytes)
    throw new Refusal(
      'MediaMissing',
      {
        zh: `视频还没有传完：${bytes} / ${media.bytes} 字节`,
        en: `the video is not complete: ${bytes} of ${media.bytes} bytes`,
      },
      { facts: { have: parts.map((part) => part.partNumber), of: partsIn(media) } },
    )
  const refused = checkBytes('video', bytes)
  if (refused.length > 0)
    throw new Refusal(
      'PolicyRefused',
      { zh: '视频超过大小限制', en: 'the video is too large' },
      { details: refused },
    )
  await bucket.completeMultipart({ key, uploadId, parts })
}
