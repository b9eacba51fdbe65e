import type { Ids } from '../platform/ids'
import { mailAsk, type AskMail } from './letters'
import { newAsk } from './ask'
import type { Approvals } from './store'
import type { Visit } from './visit'

export interface RenewNeeds extends AskMail {
  approvals: Approvals
  ids: Ids
}

/** A new round for one asked person: the old link and code die, the new ones go to the registered address only. */
export const renewLink =
  ({ approvals, ids, ...post }: RenewNeeds) =>
  async ({ ask, turn, submission, unitName }: Visit): Promise<void> => {
    const key = await post.secrets.read('link-key')
    const current = (await approvals.asksOf(ask.submissionId, ask.version, ask.index)).find(
      (other) => other.personId === ask.personId,
    )
    // Another request has renewed it already.
    if (current && current.round > ask.round) return
    const candidate = { personId: ask.personId, ...(ask.standsInFor && { standsInFor: ask.standsInFor }) }
    const renewed = newAsk(turn, candidate, ask.round + 1, ids.secret(), key)
    await approvals.ask([renewed])
    await mailAsk(post)({ ask: renewed, turn, submission, unitName })
  }
