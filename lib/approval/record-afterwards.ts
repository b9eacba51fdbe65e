import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import type { Decision } from './approval'

/**
 * The ordinary route beside or after a removal at once has ended: what it says of it stands in the article's ledger too
 * (docs/decisions/0088). Answers the id of that removal at once, if there is one and it was ordered; before that the route is an
 * ordinary one, and another follows the order.
 */
export const recordAfterwards =
  ({ submissions }: { submissions: Submissions }) =>
  async (
    closed: Submission,
    outcome: 'approved' | 'rejected' | 'expired' | 'withdrawn',
    against: Decision | undefined,
  ): Promise<string | undefined> => {
    if (!closed.removes) return undefined
    const article = await submissions.change(closed.removes.submissionId, (current) => {
      const { removal } = current
      if (removal?.afterwards?.submissionId !== closed.id || removal.afterwards.outcome) return undefined
      const { afterwards, ...asked } = removal
      const about = { removal: closed.id, atOnce: removal.submissionId }
      if (!removal.ordered)
        return outcome === 'approved'
          ? undefined
          : {
              submission: { ...current, removal: asked },
              happened: { by: 'system', type: 'RemovalEnded', facts: { ...about, outcome } },
            }
      // Taken back while the order came: as good as nobody having decided.
      const said = outcome === 'withdrawn' ? 'expired' : outcome
      return {
        submission: { ...current, removal: { ...asked, afterwards: { ...afterwards, outcome: said } } },
        happened: {
          by: against?.by ?? 'system',
          type: said === 'approved' ? 'RemovalUpheld' : 'RemovalDisputed',
          facts: {
            ...{ ...about, outcome },
            ...(against && { name: against.name }),
            ...(against?.reason && { reason: against.reason }),
          },
        },
      }
    })
    const { removal } = article
    return removal?.ordered && removal.afterwards?.submissionId === closed.id
      ? removal.submissionId
      : undefined
  }
