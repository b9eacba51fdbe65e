import { differenceBetween, isSame, type Difference } from '../submission/difference'
import type { Submissions } from '../submission/store'
import type { Approvals } from './store'
import type { Submission } from '../submission/submission'

export interface Changes extends Difference {
  /** the version this is compared with */
  version: number
  /** whether this person was asked about that version, or it is simply the one before */
  seen: boolean
}

/** The latest earlier version this person was asked about; nobody new to the matter has one. */
async function lastSeen(approvals: Approvals, submission: Submission, reader: string) {
  for (let version = submission.version - 1; version >= 1; version--)
    if ((await approvals.asksOf(submission.id, version)).some(({ personId }) => personId === reader))
      return version
  return undefined
}

/** What changed since this approver last looked, else since the version before; nothing for a first version. */
export const changesSince =
  (needs: { approvals: Approvals; submissions: Submissions }) =>
  async (submission: Submission, reader: string): Promise<Changes | undefined> => {
    if (submission.version === 1) return undefined
    const seen = await lastSeen(needs.approvals, submission, reader)
    const version = seen ?? submission.version - 1
    const before = await needs.submissions.submitted(submission.id, version)
    if (!before) return undefined
    const [was, is] = await Promise.all([
      needs.submissions.rendition({ ...before, id: submission.id, version }),
      needs.submissions.rendition(submission),
    ])
    const difference = differenceBetween(
      { ...before, ...(was && { rendition: was }) },
      { ...submission, ...(is && { rendition: is }) },
    )
    return isSame(difference) ? undefined : { ...difference, version, seen: seen !== undefined }
  }
