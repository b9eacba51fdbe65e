import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { nextLook } from './look-for-verdict'
import { uploadKey } from './place'

interface Needs {
  submissions: Submissions
  bucket: Pick<Bucket, 'head' | 'copy'>
  clock: Clock
}

/**
 * An accepted file once more, for another draft: its bytes are copied within the bucket and judged anew, as an upload's are.
 * So the draft owns what it shows, the bucket forgets it by its own age, and rules that changed since hold for it too.
 * Undefined where the bucket has forgotten the original (docs/decisions/0074). Safe to repeat with the same `id`.
 */
export const takeOver =
  ({ submissions, bucket, clock }: Needs) =>
  async (
    file: Media,
    { into, id }: { into: Pick<Submission, 'id'>; id: string },
  ): Promise<Media | undefined> => {
    const { kind, fileName, contentType, key, versionId } = file
    const known = await submissions.mediaWithId(into.id, id)
    if (known && known.state !== 'uploading') return known
    const stored = versionId === undefined ? undefined : await bucket.head({ key, versionId })
    if (!stored) return undefined
    const media: Media = known ?? {
      ...{ id, submissionId: into.id, kind, fileName, contentType, bytes: stored.bytes },
      key: uploadKey(kind, into.id, id),
      ...{ state: 'uploading', findings: [], facts: {}, createdAt: clock.now().toISOString() },
    }
    if (!known) await submissions.saveMedia(media, nextLook(media, clock.now()))
    await bucket.copy({ from: { key, versionId: stored.versionId }, to: { key: media.key, contentType } })
    return media
  }
