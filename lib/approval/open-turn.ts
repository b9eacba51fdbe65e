import type { ReadCalendar } from '../calendar/calendar'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import { firstAsks, mailAsks } from '../question/mail-ask'
import { waitUntil } from '../question/wait'
import type { Submission } from '../submission/submission'
import type { Turn } from './approval'
import type { AtTier } from './ask'
import { openWrites } from './store'
import { tellOthers } from './tell-others'
import { tierDeadline } from './tier-deadline'
import { tierQuestion, tierStanding, type TierAsking, type TierMatter } from './tier-question'

interface Needs extends TierAsking {
  calendar: ReadCalendar
}

const nobody = () =>
  new Refusal('NothingToAsk', {
    zh: '这一级没有可以审批的人：空缺，或都与本稿件的前序环节重合（不得自审、不得一人两级）',
    en: 'nobody may decide this tier: vacant, or everybody already had a hand in this submission',
  })

/** It waits for a person again: whatever had paused it is over. */
const resumed = (submission: Submission) =>
  submission.paused && submission.state === 'in-review'
    ? {
        submission: { ...submission, paused: undefined },
        happened: { by: 'system', type: 'ApprovalResumed', facts: { times: submission.paused.times } },
      }
    : undefined

/**
 * Opens a tier: who is asked, until when, one link and code each. Turn, asks, holder and ledger are one write, so that
 * of a withdrawal and an opening at the same moment one is first. Runs twice without harm: what is open stays, the
 * letters keep their Message-IDs.
 */
export const openTurn =
  (needs: Needs) =>
  async ({ submissionId, version, index }: AtTier) => {
    const { submissions, approvals, clock } = needs
    const now = clock.now()
    const asking = { ...needs, question: tierQuestion(needs) }
    const seen = await submissions.withId(submissionId)
    const turns = await approvals.turnsOf(submissionId, version)
    const earlier = turns.filter((turn) => turn.index < index)
    const before = earlier.find((turn) => turn.index === index - 1)
    if (before) await tellOthers(needs)(seen, before)
    if (!turns.some((turn) => turn.index === index)) await open()
    const matter = await asking.question.find({ submissionId, version, index })
    if (!matter)
      return { next: 'decided', decision: (await submissions.withId(submissionId)).state, waitSeconds: 1 }
    const standing = tierStanding(matter, now)
    if (standing.next !== 'wait') return standing
    await mailAsks(asking)(matter)
    if (matter.submission.paused) await submissions.change(submissionId, resumed)
    return standing

    /** One turn, unless the submission is not in review any more. */
    async function open(): Promise<void> {
      const tier = seen.route[index]
      if (!tier || seen.version !== version || seen.contentHash === undefined)
        throw new Error(`submission ${submissionId} has no tier ${index} in version ${version}`)
      const calendar = await needs.calendar()
      const turn: Turn = {
        ...{ submissionId, version, index, tier, contentHash: seen.contentHash, revision: 1 },
        ...waitUntil(tierDeadline(seen, { tier }, now, calendar.isWorkingDay), now, calendar),
      }
      const opening: TierMatter = { turn, submission: seen, earlier, unitName: '' }
      const { asks, names } = await firstAsks(asking)(opening)
      if (asks.length === 0) throw nobody()
      try {
        await submissions.change(submissionId, (current) =>
          current.state !== 'in-review' || current.version !== version
            ? undefined
            : {
                submission: { ...current, holder: { tier, names, since: turn.openedAt } },
                happened: {
                  by: 'system',
                  type: 'ApprovalAsked',
                  facts: {
                    ...{ tier, index, version, deadline: turn.deadline },
                    of: asks.map(({ personId }) => personId),
                  },
                },
                writes: openWrites(turn, asks),
              },
        )
      } catch (error) {
        // Another run of this step has opened it.
        if (!(error instanceof ConditionFailed)) throw error
      }
    }
  }
