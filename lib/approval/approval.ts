import * as z from 'zod'
import { Refusal } from '../platform/refusal'
import { Tier } from '../policy/policy'
import { Wait } from '../question/wait'

export const decisionKinds = ['approved', 'rejected', 'withdrawn', 'expired'] as const

export const Decision = z.object({
  kind: z.enum(decisionKinds),
  /** a person's id, or `system` for an expiry */
  by: z.string(),
  name: z.string(),
  standsInFor: z.string().optional(),
  at: z.iso.datetime(),
  reason: z.string().optional(),
  /** of a rejection: the passage of the text the reason speaks of */
  quote: z.string().optional(),
  /** the reviewer's answers to the hits of the word screen, in their order (article 8) */
  answers: z.array(z.string()).default([]),
  contentHash: z.string(),
})
export type Decision = z.infer<typeof Decision>

/** One tier of one version: asked once, decided once. */
export const Turn = z.object({
  submissionId: z.string(),
  version: z.number(),
  index: z.number(),
  tier: Tier,
  contentHash: z.string(),
  ...Wait.shape,
  openedAt: z.iso.datetime(),
  /** of a machine that began to wait before tokens had rows of their own */
  taskToken: z.string().optional(),
  decision: Decision.optional(),
  revision: z.number(),
})
export type Turn = z.infer<typeof Turn>

const kindNames: Record<Decision['kind'], { zh: string; en: string }> = {
  approved: { zh: '同意', en: 'approved' },
  rejected: { zh: '退回', en: 'sent back' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  expired: { zh: '逾期关闭', en: 'closed as overdue' },
}

/** Article 7: tiers of the route that have not approved this very hash; there is no approval without a route or a hash. */
export const unapprovedTiers = (
  { route, contentHash }: { route: readonly Tier[]; contentHash?: string | undefined },
  turns: readonly Turn[],
): string[] =>
  route.length === 0 || contentHash === undefined
    ? ['no route']
    : route.filter(
        (tier, index) =>
          !turns.some(
            (turn) =>
              turn.index === index &&
              turn.tier === tier &&
              turn.decision?.kind === 'approved' &&
              turn.decision.contentHash === contentHash,
          ),
      )

/** Every tier of the route approved this very hash. */
export const isApprovedByAll = (
  route: readonly Tier[],
  turns: readonly Turn[],
  contentHash: string | undefined,
): boolean => unapprovedTiers({ route, contentHash }, turns).length === 0

/** The turn with its one decision; a second decision is told who came first, when and how. */
export function decided(turn: Turn, decision: Decision): Turn {
  if (turn.decision) throw alreadyDecided(turn.decision)
  return { ...turn, decision, revision: turn.revision + 1 }
}

export function alreadyDecided(decision: Decision): Refusal {
  const kind = kindNames[decision.kind]
  return new Refusal(
    'AlreadyDecided',
    {
      zh: `这一级已由${decision.name}处理：${kind.zh}`,
      en: `this tier was already ${kind.en} by ${decision.name}`,
    },
    { facts: { by: decision.name, at: decision.at, kind: decision.kind, reason: decision.reason } },
  )
}
