import type { Tier } from '../policy/policy'
import type { Submissions } from '../submission/store'
import type { State } from '../submission/submission'
import type { Decision } from './approval'
import type { Approvals } from './store'

interface About {
  submissionId: string
  title: string
  unitId: string
  state: State
  tier: Tier
  /** it is about taking down what was published */
  removes: boolean
}

export interface ListedAsks {
  /** waiting, nearest deadline first */
  asks: (About & { deadline: string; standsInFor?: string })[]
  /** newest first */
  decided: (About & { version: number; kind: Decision['kind']; at: string; reason?: string })[]
}

/** What waits for a person's decision, and what they decided. */
export const listAsks =
  ({ approvals, submissions }: { approvals: Approvals; submissions: Submissions }) =>
  async (personId: string): Promise<ListedAsks> => {
    const [asks, turns] = await Promise.all([approvals.waitingFor(personId), approvals.decidedBy(personId)])
    const about = async ({ submissionId, tier }: { submissionId: string; tier: Tier }): Promise<About> => {
      const { content, unitId, state, removes } = await submissions.withId(submissionId)
      return { submissionId, title: content.title, unitId, state, tier, removes: removes !== undefined }
    }
    return {
      asks: await Promise.all(
        asks.map(async (ask) => ({
          ...(await about(ask)),
          deadline: ask.deadline,
          ...(ask.standsInFor && { standsInFor: ask.standsInFor }),
        })),
      ),
      decided: await Promise.all(
        turns.flatMap(({ decision, ...turn }) =>
          decision
            ? [
                about(turn).then((one) => ({
                  ...one,
                  version: turn.version,
                  kind: decision.kind,
                  at: decision.at,
                  ...(decision.reason && { reason: decision.reason }),
                })),
              ]
            : [],
        ),
      ),
    }
  }
