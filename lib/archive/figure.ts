import * as z from 'zod'
import type { Turn } from '../approval/approval'
import type { Submission } from '../submission/submission'

const Of = z.object({
  submissionId: z.string(),
  unitId: z.string(),
  officerId: z.string(),
  title: z.string(),
  /** when it happened, which is the month it counts in */
  at: z.iso.datetime(),
})

/** How a version came out of its approval; it never changes again. */
const EndedVersion = Of.extend({
  kind: z.literal('version'),
  version: z.number().int(),
  outcome: z.enum(['approved', 'rejected', 'withdrawn', 'expired']),
  /** of one sent back: where and why */
  tier: z.string().optional(),
  reason: z.string().optional(),
  /** from being asked to deciding, by the people of a tier */
  waits: z.array(z.object({ tier: z.string(), from: z.iso.datetime(), to: z.iso.datetime() })),
  /** hits of the word screen that reviewers had to answer (article 8) */
  hits: z.number().int(),
})
const Published = Of.extend({
  kind: z.literal('publication'),
  channel: z.enum(['wechat', 'weibo']),
  url: z.string().optional(),
  deletedAt: z.iso.datetime().optional(),
})

/** One thing that happened to an item, as the figures count it. */
export const Figure = z.discriminatedUnion('kind', [EndedVersion, Published])
export type Figure = z.infer<typeof Figure>

export const figureName = (figure: Figure): string =>
  figure.kind === 'version'
    ? `VERSION#${String(figure.version).padStart(4, '0')}`
    : `${figure.channel}#${figure.at}`

type Head = Pick<
  Submission,
  | 'id'
  | 'unitId'
  | 'officerId'
  | 'version'
  | 'state'
  | 'route'
  | 'content'
  | 'publications'
  | 'endedAt'
  | 'updatedAt'
  | 'removes'
>

/** All of a submission that ended, from its head and turns: said again as often as one likes, it is the same. */
export function figuresOf(head: Head, turns: Turn[]): Figure[] {
  // A removal brings nothing: it shows as what it took down.
  if (head.removes) return []
  const { id: submissionId, unitId, officerId } = head
  const of = { submissionId, unitId, officerId, title: head.content.title }
  const versions = Array.from({ length: head.version }, (_, at) => at + 1).flatMap((version): Figure[] => {
    const decided = turns
      .filter((turn) => turn.version === version)
      .sort((a, b) => a.index - b.index)
      .flatMap(({ decision, tier, openedAt }) => (decision ? [{ decision, tier, openedAt }] : []))
    const last = decided.at(-1)
    const isLast = version === head.version
    const outcome =
      isLast && (head.state === 'withdrawn' || head.state === 'expired') ? head.state : last?.decision.kind
    // Never asked of anybody, e.g. sent back by the check: nobody's figure. Still being asked: not ended.
    if (!outcome || (isLast && ['checking', 'in-review'].includes(head.state))) return []
    const waits = decided
      .filter(({ decision: { kind } }) => kind === 'approved' || kind === 'rejected')
      .map(({ tier, openedAt, decision }) => ({ tier, from: openedAt, to: decision.at }))
    return [
      {
        ...{ kind: 'version', ...of, version, outcome, waits },
        at: outcome === last?.decision.kind ? last.decision.at : (head.endedAt ?? head.updatedAt),
        ...(outcome === 'rejected' && { tier: last?.tier, reason: last?.decision.reason ?? '' }),
        hits: Math.max(0, ...decided.map(({ decision }) => decision.answers.length)),
      },
    ]
  })
  const publications = head.publications.map(({ channel, at, url, deletedAt }): Figure => ({
    ...{ kind: 'publication', ...of, channel, at, ...(url && { url }), ...(deletedAt && { deletedAt }) },
  }))
  return [...versions, ...publications]
}
