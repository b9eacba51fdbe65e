import { holds, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { DailyCounts } from '../platform/daily-count'
import { derivedUuid } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { emptyChain } from '../ledger/event'
import { policy } from '../policy/policy'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from './store'
import type { Content } from './content'
import type { Submission } from './submission'

/** Far more than an officer writes: what is beyond it is a program gone wrong, or somebody else's. */
export const draftsADay = 100

/** An officer opens a draft for the own unit (articles 6, 11); the same request twice is one draft. */
export const createSubmission =
  ({ submissions, counts, clock }: { submissions: Submissions; counts: DailyCounts; clock: Clock }) =>
  async ({
    content,
    by,
    requestKey,
    office,
  }: {
    content: Content
    by: Person
    requestKey: string
    office: boolean
  }): Promise<Submission> => {
    const now = clock.now()
    if (!holds(by, 'officer', beijingDate(now), by.unitId))
      throw new Refusal('NotAllowed', {
        zh: '只有本单位指定的信息员可以撰稿（第六条）',
        en: 'only the information officer designated by the unit head may write (article 6)',
      })
    if ((await counts.count(beijingDate(now), 'drafts', by.id)) > draftsADay)
      throw new Refusal('TooManyAttempts', {
        zh: `今天已新建 ${draftsADay} 篇草稿，请明天再建，或修改已有的草稿`,
        en: `you opened ${draftsADay} drafts today; go on tomorrow or write in one of those`,
      })
    return submissions.create(
      {
        id: derivedUuid('submission', by.id, requestKey),
        unitId: by.unitId,
        officerId: by.id,
        state: 'draft',
        version: 1,
        content,
        policyVersion: policy.version,
        pins: [],
        route: [],
        publications: [],
        edits: 0,
        openedByOffice: office,
        createdAt: now.toISOString(),
        updatedAt: now.toISOString(),
        revision: 0,
        chain: emptyChain,
      },
      { by: by.id, type: 'SubmissionCreated', facts: { title: content.title } },
    )
  }
