import type { Person } from '../people/person'
import { named } from '../people/person'
import type { Clock } from '../platform/clock'
import { derivedUuid } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { requireReader } from '../submission/access'
import type { Submissions } from '../submission/store'
import { mediaHome } from '../submission/submission'
import { Frame, mostStarts, ofCompany, requireKeeper, withoutFiles, type Start } from './start'
import type { Starts } from './store'

export type Kept =
  | { kind: 'template'; name: string; company: boolean; submissionId: string }
  | { kind: 'block'; name: string; company: boolean; body: string }

interface Needs {
  starts: Starts
  submissions: Submissions
  clock: Clock
}

/** Keeps an article as a template, or a piece of one as a block, for the own unit or the company. */
export const keepStart =
  ({ starts, submissions, clock }: Needs) =>
  async ({ by, requestKey, ...kept }: Kept & { by: Person; requestKey: string }): Promise<Start> => {
    const now = clock.now()
    const today = beijingDate(now)
    const owner = kept.company ? ofCompany : by.unitId
    requireKeeper(by, owner, today)
    const id = derivedUuid('start', by.id, requestKey)
    const others = (await starts.of(owner)).filter((one) => one.id !== id)
    if (others.length >= mostStarts)
      throw new Refusal('InvalidRequest', {
        zh: `模板和常用块最多 ${mostStarts} 个，请先删掉不用的`,
        en: `at most ${mostStarts} templates and blocks; delete one that is not used`,
      })
    const common = { id, owner, name: kept.name, by: named(by), at: now.toISOString() }
    const start: Start =
      kept.kind === 'block'
        ? { ...common, kind: 'block', body: withoutFiles(kept.body) }
        : { ...common, kind: 'template', ...(await frameOf(kept.submissionId)) }
    await starts.save(start)
    return start

    async function frameOf(submissionId: string) {
      const submission = await submissions.withId(submissionId)
      requireReader(submission, by, today)
      return { frame: Frame.parse(submission.content), filesOf: mediaHome(submission) }
    }
  }
