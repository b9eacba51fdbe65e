import type { Bucket } from '../platform/bucket'
import type { Submissions } from './store'
import { hashNow, type Submission } from './submission'

/**
 * First step of the approval: the pinned bytes are still the stored bytes and the hash still fits, then the
 * submission is in review. A withdrawal that came first wins.
 */
export const checkSubmission =
  ({ submissions, bucket }: { submissions: Submissions; bucket: Pick<Bucket, 'head'> }) =>
  async ({
    submissionId,
    version,
  }: {
    submissionId: string
    version: number
  }): Promise<{ next: 'review' | 'close'; tiers: string[] }> => {
    const seen = await submissions.withId(submissionId)
    const missing: string[] = []
    // A lost original does not keep an article in front of readers: a removal sends nothing.
    for (const pin of seen.removes ? [] : seen.pins) {
      const stored = await bucket.head({ key: pin.key, versionId: pin.versionId })
      if (!stored || stored.bytes !== pin.bytes) missing.push(pin.fileName)
    }
    const whole = missing.length === 0 && seen.contentHash === hashNow(seen)
    const checked = await submissions.change(submissionId, (submission) => {
      if (submission.version !== version || submission.state !== 'checking') return undefined
      return whole ? enteringReview(submission) : backToDraft(submission, missing)
    })
    const reviewing = checked.version === version && checked.state === 'in-review'
    return { next: reviewing ? 'review' : 'close', tiers: checked.route }
  }

const enteringReview = (submission: Submission) => ({
  submission: { ...submission, state: 'in-review' as const },
  happened: {
    by: 'system',
    type: 'ReviewStarted',
    facts: { version: submission.version, route: submission.route },
  },
})

const backToDraft = (submission: Submission, missing: string[]) => ({
  submission: {
    ...submission,
    state: 'draft' as const,
    contentHash: undefined,
    renditionHash: undefined,
    holder: undefined,
    note: `素材与送审时不一致，请重新上传：${missing.join('、')} / media differ from what was submitted, upload again`,
  },
  happened: { by: 'system', type: 'CheckFailed', facts: { version: submission.version, missing } },
})
