import * as z from 'zod'
import type { Paging } from '../platform/paging'
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

const next = z.string().optional()

export const ListedAsks = z.object({
  /** waiting, nearest deadline first */
  asks: z.array(
    About.extend({
      deadline: z.string(),
      /** years of it whose holidays are not published */
      unpublished: z.array(z.number().int()).optional(),
      standsInFor: z.string().optional(),
    }),
  ),
  next,
})
export type ListedAsks = z.infer<typeof ListedAsks>

export const ListedDecisions = z.object({
  /** newest first */
  decided: z.array(
    About.extend({
      version: z.number(),
      kind: z.enum(decisionKinds),
      at: z.string(),
      reason: z.string().optional(),
    }),
  ),
  next,
})
export type ListedDecisions = z.infer<typeof ListedDecisions>

interface Needs {
  approvals: Approvals
  submissions: Submissions
}

const aboutOf =
  ({ submissions }: Pick<Needs, 'submissions'>) =>
  async ({ submissionId, tier }: { submissionId: string; tier: Tier }): Promise<About> => {
    const { title, unitId, state, removes } = await submissions.card(submissionId)
    return { submissionId, title, unitId, state, tier, removes: removes !== undefined }
  }

/** What waits for a person's decision. */
export const listAsks =
  ({ approvals, submissions }: Needs) =>
  async (personId: string, paging: Paging = {}): Promise<ListedAsks> => {
    const { items, ...rest } = await approvals.waitingFor(personId, paging)
    const asks = items.map(async (ask) => ({
      ...(await aboutOf({ submissions })(ask)),
      deadline: ask.deadline,
      unpublished: ask.counted?.unpublished,
      ...(ask.standsInFor && { standsInFor: ask.standsInFor }),
    }))
    return { asks: await Promise.all(asks), ...rest }
  }

/** What a person decided. */
export const listDecisions =
  ({ approvals, submissions }: Needs) =>
  async (personId: string, paging: Paging = {}): Promise<ListedDecisions> => {
    const { items, ...rest } = await approvals.decidedBy(personId, paging)
    const decided = items.flatMap(({ decision, ...turn }) => (decision ? [{ decision, turn }] : []))
    return {
      decided: await Promise.all(
        decided.map(async ({ decision: { kind, at, reason }, turn }) => ({
          ...(await aboutOf({ submissions })(turn)),
          ...{ version: turn.version, kind, at },
          ...(reason && { reason }),
        })),
      ),
      ...rest,
    }
  }
