import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import type { Ask, Turn } from './approval'
import { secondsToNext } from './approval'
import { candidatesFor, type Candidate } from './approvers'
import { mailAsk, type AskMail } from './letters'
import { linkHashOf, tokenOf } from './link'
import { momentsOf } from './plan'
import type { Approvals } from './store'
import { tellOthers } from './tell-others'

interface Needs extends AskMail {
  submissions: Submissions
  approvals: Approvals
  people: People
  clock: Clock
  ids: Ids
  isWorkingDay: (date: string) => boolean
}

/** A fresh ask: a new nonce, so a new link and a new code. */
export function newAsk(
  turn: Pick<Turn, 'submissionId' | 'version' | 'index' | 'tier' | 'deadline'>,
  candidate: { personId: string; standsInFor?: string },
  round: number,
  nonce: string,
  key: string,
): Ask {
  const { submissionId, version, index, tier, deadline } = turn
  const ask = { submissionId, version, index, tier, deadline, round, nonce, ...candidate }
  return { ...ask, linkHash: linkHashOf(tokenOf(key, ask)) }
}

const nobody = () =>
  new Refusal('NothingToAsk', {
    zh: '这一级没有可以审批的人：空缺，或都与本稿件的前序环节重合（不得自审、不得一人两级）',
    en: 'nobody may decide this tier: vacant, or everybody already had a hand in this submission',
  })

const asHolder = (turn: Turn, candidates: Candidate[]): Submission['holder'] => ({
  tier: turn.tier,
  names: candidates.map(({ person }) => person.name),
  since: turn.openedAt,
})

/**
 * Opens a tier: who is asked, until when, one link and code each; tells the ledger and mails the letters.
 * Runs twice without harm: the turn and its asks are written once, the letters keep their Message-IDs.
 */
export const openTurn =
  ({ submissions, approvals, people, clock, ids, isWorkingDay, ...post }: Needs) =>
  async ({ submissionId, version, index }: { submissionId: string; version: number; index: number }) => {
    const now = clock.now()
    const submission = await submissions.withId(submissionId)
    const tier = submission.route[index]
    if (!tier || submission.version !== version || submission.contentHash === undefined)
      throw new Error(`submission ${submissionId} has no tier ${index} in version ${version}`)
    if (submission.state !== 'in-review')
      return { next: 'decided', decision: submission.state, waitSeconds: 1 }

    const turns = await approvals.turnsOf(submissionId, version)
    const before = turns.find((turn) => turn.index === index - 1)
    if (before) await tellOthers({ approvals, people, mail: post.mail, clock })(submission, before)
    const earlier = turns.flatMap((turn) => turn.decision ?? [])
    const candidates = await candidatesFor(people, submission, tier, earlier, beijingDate(now))
    if (candidates.length === 0) throw nobody()

    const { deadline, moments } = momentsOf(now, tier, isWorkingDay)
    const key = await post.secrets.read('link-key')
    const opening: Turn = {
      submissionId,
      version,
      index,
      tier,
      contentHash: submission.contentHash,
      openedAt: now.toISOString(),
      deadline: deadline.toISOString(),
      moments,
      passed: 0,
      revision: 1,
    }
    const turn = await approvals.open(
      opening,
      candidates.map(({ person, standsInFor }) =>
        newAsk(
          opening,
          { personId: person.id, ...(standsInFor && { standsInFor: standsInFor.id }) },
          1,
          ids.secret(),
          key,
        ),
      ),
    )
    await submissions.change(submissionId, (current) =>
      current.state !== 'in-review' || current.holder?.since === turn.openedAt
        ? undefined
        : {
            submission: { ...current, holder: asHolder(turn, candidates) },
            happened: {
              by: 'system',
              type: 'ApprovalAsked',
              facts: {
                tier,
                index,
                version,
                of: candidates.map(({ person }) => person.id),
                deadline: turn.deadline,
              },
            },
          },
    )
    const unitName =
      (await people.units()).find((unit) => unit.id === submission.unitId)?.name ?? submission.unitId
    for (const ask of await approvals.asksOf(submissionId, version, index))
      await mailAsk({ people, ...post })({ ask, turn, submission, unitName })
    return { next: 'wait', decision: '', waitSeconds: secondsToNext(turn, now) }
  }
