import * as z from 'zod'
import { Tier } from '../policy/policy'
import type { Submissions } from '../submission/store'
import { states } from '../submission/submission'
import { decisionKinds } from './approval'
import type { Approvals } from './store'

const About = z.object({
  submissionId: z.string(),
  title: z.string(),
  unitId: z.string(),
  state: z.enum(states),
  tier: Tier,
  /** it is about taking down what was published */
  removes: z.boolean(),
})
type About = z.infer<typeof About>

export const ListedAsks = z.object({
  /** waiting, nearest deadline first */
  asks: z.array(About.extend({ deadline: z.string(), standsInFor: z.string().optional() })),
  /** newest first */
  decided: z.array(
    About.extend({
      version: z.number(),
      kind: z.enum(decisionKinds),
      at: z.string(),
      reason: z.string().optional(),
    }),
  ),
})
export type ListedAsks = z.infer<typeof ListedAsks>

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
