import type { Person } from '../people/person'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { derivedUuid } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { requireAuthor, requireReader } from '../submission/access'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'
import { mediaHome, requireState } from '../submission/submission'
import { takeOver } from './take-over'

interface Needs {
  submissions: Submissions
  bucket: Pick<Bucket, 'head' | 'copy'>
  clock: Clock
}

/**
 * A picture or video of another article of what the person may read, used again without a second upload.
 * @throws Refusal `MediaMissing` where it was not accepted, or its original is kept no longer
 */
export const reuseMedia =
  ({ submissions, bucket, clock }: Needs) =>
  async (wish: {
    submissionId: string
    from: { submissionId: string; mediaId: string }
    by: Person
    requestKey: string
  }): Promise<Media> => {
    const today = beijingDate(clock.now())
    const [submission, source] = await Promise.all([
      submissions.withId(wish.submissionId),
      submissions.withId(wish.from.submissionId),
    ])
    requireAuthor(submission, wish.by, today)
    requireReader(source, wish.by, today)
    requireState(submission, 'draft')
    const file = await submissions.mediaWithId(mediaHome(source), wish.from.mediaId)
    if (file?.state !== 'accepted')
      throw new Refusal('MediaMissing', {
        zh: '这个文件已被移除，或没有通过检查，不能再用',
        en: 'this file was removed or not accepted; it cannot be used again',
      })
    const id = derivedUuid('media', submission.id, wish.requestKey)
    const media = await takeOver({ submissions, bucket, clock })(file, { into: submission, id })
    if (media) return media
    throw new Refusal('MediaMissing', {
      zh: `“${file.fileName}”的原件已过保存期，请重新上传`,
      en: `the original of “${file.fileName}” is kept no longer; upload it again`,
    })
  }
