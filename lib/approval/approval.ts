import * as z from 'zod'
import { Counted } from '../calendar/calendar'
import { Refusal } from '../platform/refusal'
import { Tier } from '../policy/policy'
import { LinkHead } from './link-store'

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

/** When the wait for a tier has to be looked at, and why (invariant 5). */
export const Moment = z.object({
  at: z.iso.datetime(),
  kind: z.enum(['remind', 'substitute', 'editor', 'expire']),
})
export type Moment = z.infer<typeof Moment>

/** One tier of one version: asked once, decided once. */
export const Turn = z.object({
  submissionId: z.string(),
  version: z.number(),
  index: z.number(),
  tier: Tier,
  contentHash: z.string(),
  openedAt: z.iso.datetime(),
  deadline: z.iso.datetime(),
  moments: z.array(Moment),
  /** by which calendar; absent: by the one that shipped */
  counted: Counted.optional(),
  /** how many of `moments` are behind us */
  passed: z.number(),
  /** of a machine that began to wait before tokens had rows of their own */
  taskToken: z.string().optional(),
  decision: Decision.optional(),
  revision: z.number(),
})
export type Turn = z.infer<typeof Turn>

/** One person asked in a turn; the secret link and the code are derived from `nonce`, never stored. */
export const Ask = z.object({
  submissionId: z.string(),
  version: z.number(),
  index: z.number(),
  tier: Tier,
  personId: z.string(),
  standsInFor: z.string().optional(),
  /** 1, and one more for every link mailed anew after wrong codes */
  round: z.number(),
  nonce: z.string(),
  linkHash: z.string(),
  deadline: z.iso.datetime(),
  counted: Counted.optional(),
  /** handed over to somebody else since then: the link is void */
  endedAt: z.iso.datetime().optional(),
})
export type Ask = z.infer<typeof Ask>

/** What a link leads to: single use, bound to one ask of one round. */
export const Link = LinkHead.extend({
  about: z.literal('submission').default('submission'),
  submissionId: z.string(),
  version: z.number(),
  index: z.number(),
})
export type Link = z.infer<typeof Link>

/** Wrong codes a link takes before it is locked and a new one is mailed. */
export const maxAttempts = 5

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

/** A wait for a person's decision: of a turn, or of anything else that is decided behind a link. */
export type Wait = Pick<Turn, 'moments' | 'passed'>

/** The moments that are due at `now` and not yet behind us, and how many are behind us then. */
export function dueMoments(wait: Wait, now: Date): { due: Moment[]; passed: number } {
  const due = wait.moments.slice(wait.passed).filter((moment) => Date.parse(moment.at) <= now.getTime())
  return { due, passed: wait.passed + due.length }
}

/** Whole seconds until the next moment, at least one: what the machine waits for. */
export function secondsToNext(wait: Wait, now: Date): number {
  const next = wait.moments[wait.passed]
  if (!next) return 1
  return Math.max(1, Math.ceil((Date.parse(next.at) - now.getTime()) / 1000))
}
