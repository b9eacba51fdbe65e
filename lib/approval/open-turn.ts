import type { ReadCalendar } from '../calendar/calendar'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import type { Turn } from './approval'
import { secondsToNext } from './approval'
import { candidatesFor } from './approvers'
import { isAsked, newAsk } from './ask'
import { mailAsk, type AskMail } from './letters'
import { momentsOf } from './plan'
import { openWrites, type Approvals } from './store'
import { tellOthers } from './tell-others'

interface Needs extends AskMail {
  submissions: Submissions
  approvals: Approvals
  people: People
  clock: Clock
  ids: Ids
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
  ({ submissions, approvals, people, clock, ids, calendar, ...post }: Needs) =>
  async ({ submissionId, version, index }: { submissionId: string; version: number; index: number }) => {
    const now = clock.now()
    const seen = await submissions.withId(submissionId)
    const turns = await approvals.turnsOf(submissionId, version)
    const before = turns.find((turn) => turn.index === index - 1)
    if (before) await tellOthers({ approvals, people, mail: post.mail, clock })(seen, before)
    const turn = turns.find((one) => one.index === index) ?? (await open())
    const submission = await submissions.withId(submissionId)
    if (!turn || submission.state !== 'in-review' || submission.version !== version)
      return { next: 'decided', decision: submission.state, waitSeconds: 1 }
    const unitName =
      (await people.units()).find((unit) => unit.id === submission.unitId)?.name ?? submission.unitId
    for (const ask of await approvals.asksOf(submissionId, version, index))
      if (isAsked(ask)) await mailAsk({ people, ...post })({ ask, turn, submission, unitName })
    if (submission.paused) await submissions.change(submissionId, resumed)
    return { next: 'wait', decision: '', waitSeconds: secondsToNext(turn, now) }

    /** The turn that then stands; none when the submission is not in review any more. */
    async function open(): Promise<Turn | undefined> {
      const tier = seen.route[index]
      if (!tier || seen.version !== version || seen.contentHash === undefined)
        throw new Error(`submission ${submissionId} has no tier ${index} in version ${version}`)
      const earlier = turns.flatMap((one) => one.decision ?? [])
      const candidates = await candidatesFor(people, seen, tier, earlier, beijingDate(now))
      if (candidates.length === 0) throw nobody()
      const { deadline, moments, counted } = momentsOf(now, tier, await calendar())
      const opening: Turn = {
        ...{ submissionId, version, index, tier, contentHash: seen.contentHash },
        ...{
          openedAt: now.toISOString(),
          deadline: deadline.toISOString(),
          moments,
          counted,
          passed: 0,
          revision: 1,
        },
      }
      const key = await post.secrets.read('link-key')
      const asks = candidates.map(({ person, standsInFor }) =>
        newAsk(
          opening,
          { personId: person.id, ...(standsInFor && { standsInFor: standsInFor.id }) },
          1,
          ids.secret(),
          key,
        ),
      )
      try {
        await submissions.change(submissionId, (current) =>
          current.state !== 'in-review' || current.version !== version
            ? undefined
            : {
                submission: {
                  ...current,
                  holder: {
                    tier,
                    names: candidates.map(({ person }) => person.name),
                    since: opening.openedAt,
                  },
                },
                happened: {
                  by: 'system',
                  type: 'ApprovalAsked',
                  facts: {
                    ...{ tier, index, version, deadline: opening.deadline },
                    of: candidates.map(({ person }) => person.id),
                  },
                },
                writes: openWrites(opening, asks),
              },
        )
      } catch (error) {
        // Another run of this step has opened it.
        if (!(error instanceof ConditionFailed)) throw error
      }
      return approvals.turn(submissionId, version, index)
    }
  }
