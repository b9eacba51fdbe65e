import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { policy } from '../policy/policy'
import { beijingDate } from '../policy/working-days'
import { requireAuthor } from './access'
import type { Submissions } from './store'
import { handledBy, requireState, type Submission } from './submission'

/** After a rejection, an expiry, a withdrawal, an end in the pool or a failure: the next version, a draft again under today's policy. */
export const reviseSubmission =
  ({ submissions, clock }: { submissions: Submissions; clock: Clock }) =>
  async ({
    submissionId,
    version,
    by,
  }: {
    submissionId: string
    version: number
    by: Person
  }): Promise<Submission> =>
    submissions.change(submissionId, (submission) => {
      requireAuthor(submission, by, beijingDate(clock.now()))
      if (submission.state === 'draft' && submission.version === version + 1) return undefined
      requireState(submission, 'rejected', 'expired', 'withdrawn', 'unused', 'failed')
      if (submission.removes)
        throw new Refusal('WrongState', {
          zh: '撤下申请不能修改，请在原文章的页面重新申请',
          en: 'a removal is not revised; ask anew on the page of the article',
        })
      return {
        submission: {
          ...handledBy(submission, by),
          state: 'draft',
          version: submission.version + 1,
          policyVersion: policy.version,
          wordList: undefined,
          contentHash: undefined,
          renditionHash: undefined,
          pins: [],
          statement: undefined,
          route: [],
          holder: undefined,
          editionDate: undefined,
          unused: undefined,
        },
        happened: { by: by.id, type: 'SubmissionRevised', facts: { version: submission.version + 1 } },
      }
    })
