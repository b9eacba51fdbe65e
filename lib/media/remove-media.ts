import type { Person } from '../people/person'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { requireAuthor } from '../submission/access'
import type { Submissions } from '../submission/store'
import { handledBy, requireState } from '../submission/submission'

/** Takes a file out of a draft and aborts an unfinished upload; stored versions stay in the bucket until they expire. */
export const removeMedia =
  ({ submissions, bucket, clock }: { submissions: Submissions; bucket: Bucket; clock: Clock }) =>
  async ({
    submissionId,
    mediaId,
    by,
  }: {
    submissionId: string
    mediaId: string
    by: Person
  }): Promise<void> => {
    const media = await submissions.mediaWithId(submissionId, mediaId)
    await submissions.change(submissionId, (submission) => {
      requireAuthor(submission, by, beijingDate(clock.now()))
      requireState(submission, 'draft')
      if (!submission.content.mediaIds.includes(mediaId)) return undefined
      const { cover, ...content } = submission.content
      const mediaIds = content.mediaIds.filter((id) => id !== mediaId)
      const kept = cover && cover.mediaId !== mediaId && { cover }
      return {
        submission: handledBy({ ...submission, content: { ...content, ...kept, mediaIds } }, by),
        happened: { by: by.id, type: 'MediaRemoved', facts: { mediaId, fileName: media?.fileName } },
      }
    })
    if (!media) return
    if (media.uploadId && media.state === 'uploading')
      await bucket.abortMultipart({ key: media.key, uploadId: media.uploadId })
    await submissions.removeMedia(submissionId, mediaId)
  }
