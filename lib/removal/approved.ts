import { isApprovedByAll } from '../approval/approval'
import type { Approvals } from '../approval/store'
import { isRefusal, Refusal } from '../platform/refusal'
import { channelOf, type Removes } from '../submission/removes'
import type { Submissions } from '../submission/store'
import { requireSameContent, type Submission } from '../submission/submission'

interface Needs {
  submissions: Submissions
  approvals: Approvals
}

const changed = (facts: Record<string, unknown>) =>
  new Refusal(
    'ContentChanged',
    { zh: '撤下申请与审批时不一致，已停止', en: 'the removal differs from what was approved; stopped' },
    { facts },
  )

/** Invariant 1 for a removal: every tier approved this very removal, of what readers still have. */
async function requireApproved({ submissions, approvals }: Needs, removal: Submission, removes: Removes) {
  requireSameContent(removal, removal.contentHash ?? '')
  const turns = await approvals.turnsOf(removal.id, removal.version)
  if (!isApprovedByAll(removal.route, turns, removal.contentHash)) throw changed({ removal: removal.id })
  const target = await submissions.withId(removes.submissionId)
  const publication = target.publications.find(({ channel }) => channel === channelOf(removes))
  const isSame = (id: string | undefined) => removes.msgId === undefined || removes.msgId === id
  if (target.contentHash !== removes.contentHash || !publication || !isSame(publication.id))
    throw changed({ submissionId: target.id })
}

/** Why an approved removal must not be carried out; undefined when it may. */
export const whyNot = (needs: Needs, removal: Submission, removes: Removes): Promise<Refusal | undefined> =>
  requireApproved(needs, removal, removes).then(
    () => undefined,
    (error: unknown) => {
      if (!isRefusal(error)) throw error
      return error
    },
  )
