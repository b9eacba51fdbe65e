import * as z from 'zod'
import { ChainHead } from '../ledger/event'
import { canonicalJson, sha256 } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { Act, type NewAct } from '../security/act'
import { Wait } from '../question/wait'
import { Change } from './change'

/**
 * `waiting` for the second person · `confirmed`, takes effect within a minute · `effective` · `refused` · `withdrawn` ·
 * `expired`: nobody answered · `failed`: confirmed, but things stand differently by now
 */
const proposalStates = [
  'waiting',
  'confirmed',
  'effective',
  'refused',
  'withdrawn',
  'expired',
  'failed',
] as const

const By = z.object({ id: z.string(), name: z.string(), at: z.iso.datetime() })

/** A change that waits for a second pair of eyes, and what became of it. */
export const Proposal = z.object({
  id: z.string(),
  state: z.enum(proposalStates),
  change: Change,
  /** what it will be on record as */
  act: Act.pick({ type: true, about: true, before: true, after: true, facts: true, names: true }),
  /** of what is shown and confirmed */
  hash: z.string(),
  proposedBy: By,
  /** number of the act that says it was proposed: what does not fit it takes no effect */
  recordedAs: z.number().int(),
  /** it concerns a head of 企管部: company leaders are asked as well */
  concernsHead: z.boolean(),
  wait: Wait,
  /** who confirmed or refused it, with the reason of a refusal */
  decision: By.extend({ standsInFor: z.string().optional(), reason: z.string().optional() }).optional(),
  /** the glass was broken: it takes effect then unless somebody refuses before */
  glass: z.object({ reason: z.string(), at: z.iso.datetime(), effectiveAt: z.iso.datetime() }).optional(),
  /** why it failed */
  trouble: z.object({ zh: z.string(), en: z.string() }).optional(),
  /** its end is on record and told */
  closedAt: z.iso.datetime().optional(),
  updatedAt: z.string(),
  revision: z.number().int(),
  chain: ChainHead,
})
export type Proposal = z.infer<typeof Proposal>

/** What of an act is shown to whoever confirms it. */
export const shownOf = ({ type, about, before, after, facts = {}, names }: NewAct): Proposal['act'] => ({
  ...{ type, about, ...(before && { before }), ...(after && { after }), facts },
  ...(names && { names }),
})

/** Of what is shown, confirmed and takes effect. */
export const hashOfChange = ({ change, act }: Pick<Proposal, 'change' | 'act'>): string =>
  sha256(canonicalJson({ change, act }))

/** @throws Refusal that says what became of it */
export function requireWaiting({ state, decision }: Proposal): void {
  if (state === 'waiting') return
  throw new Refusal(
    'AlreadyDecided',
    { zh: '这项变更已有结论', en: 'this change was decided already' },
    {
      facts: {
        about: 'proposal',
        kind:
          state === 'refused' ? 'rejected' : ['withdrawn', 'expired'].includes(state) ? state : 'approved',
        ...(decision && { by: decision.name, at: decision.at }),
      },
    },
  )
}
