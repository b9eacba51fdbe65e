import * as z from 'zod'
import type { Paging } from '../platform/paging'
import { Tier } from '../policy/policy'
import type { Submissions } from '../submission/store'
import { states } from '../submission/submission'
import { decisionKinds } from './approval'
import type { Approvals } from './store'

export const ListedDecisions = z.object({
  /** newest first */
  decided: z.array(
    z.object({
      submissionId: z.string(),
      title: z.string(),
      unitId: z.string(),
      state: z.enum(states),
      tier: Tier,
      /** it is about taking down what was published */
      removes: z.boolean(),
      version: z.number(),
      kind: z.enum(decisionKinds),
      at: z.string(),
      reason: z.string().optional(),
    }),
  ),
  next: z.string().optional(),
})
export type ListedDecisions = z.infer<typeof ListedDecisions>

/** What a person decided, and where it stands now. */
export const listDecisions =
  ({ approvals, submissions }: { approvals: Approvals; submissions: Submissions }) =>
  async (personId: string, paging: Paging = {}): Promise<ListedDecisions> => {
    const { items, ...rest } = await approvals.decidedBy(personId, paging)
    const decided = items.flatMap(({ decision, ...turn }) => (decision ? [{ decision, turn }] : []))
    return {
      decided: await Promise.all(
        decided.map(async ({ decision: { kind, at, reason }, turn: { submissionId, tier, version } }) => {
          const { title, unitId, state, removes } = await submissions.card(submissionId)
          return {
            ...{ submissionId, title, unitId, state, tier, removes: removes !== undefined },
            ...{ version, kind, at },
            ...(reason && { reason }),
          }
        }),
      ),
      ...rest,
    }
  }
