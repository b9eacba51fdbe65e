import type { Approvals } from '../approval/store'
import type { Clock } from '../platform/clock'
import { versionWrite, watchWrite, type Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { afterwardsOf, unpooled } from './removal'

/**
 * The head of 企管部 decided that it goes at once: from this write on nothing of ours shows the article, and the ordinary
 * route follows, begun by the watch, unless it is under way already. Run again it changes nothing.
 */
export const orderAtOnce =
  ({ submissions, approvals, clock }: { submissions: Submissions; approvals: Approvals; clock: Clock }) =>
  async (removal: Submission): Promise<void> => {
    const { removes } = removal
    if (!removes) throw new Error(`${removal.id} is not a removal`)
    const decision = (await approvals.turnsOf(removal.id, removal.version)).at(-1)?.decision
    await submissions.change(removes.submissionId, (target) => {
      const { removal: asked } = target
      if (asked?.submissionId !== removal.id || asked.ordered) return undefined
      const now = clock.now()
      const isOwn = [decision?.by, decision?.standsInFor].includes(removal.officerId)
      const following = asked.afterwards ? undefined : afterwardsOf(removal, target, { isOwn, at: now })
      const afterwards = asked.afterwards ?? { submissionId: following?.id ?? '' }
      return {
        submission: { ...target, removal: { ...asked, ordered: true, afterwards } },
        happened: {
          by: decision?.by ?? 'system',
          type: 'RemovalOrdered',
          facts: {
            ...{ removal: removal.id, reason: removes.reason, afterwards: afterwards.submissionId },
            ...(decision && { name: decision.name }),
          },
        },
        writes: [
          ...unpooled(target),
          ...(following
            ? [
                ...submissions.beginning(following, {
                  by: 'system',
                  type: 'RemovalAsked',
                  facts: {
                    ...{ removes: following.removes, contentHash: following.contentHash },
                    ...{ route: following.route, reason: removes.reason },
                  },
                }),
                versionWrite(following),
                watchWrite(following.id, now),
              ]
            : []),
        ],
      }
    })
  }
