import * as z from 'zod'
import { canonicalJson, sha256 } from '../platform/ids'

/** One line of a submission's ledger (article 11: kept for inspection); each holds the hash of the one before. */
export const LedgerEvent = z.object({
  seq: z.number().int().positive(),
  /** ISO time, UTC */
  at: z.iso.datetime(),
  /** a person's id, or `system` */
  by: z.string(),
  /** past fact, e.g. `SubmissionApproved` */
  type: z.string(),
  facts: z.record(z.string(), z.unknown()),
  previous: z.string(),
  hash: z.string(),
})
export type LedgerEvent = z.infer<typeof LedgerEvent>

/** What a rule says happened; place in the chain comes when it is written. */
export type Happened = Pick<LedgerEvent, 'by' | 'type' | 'facts'>

/** Where a chain stands: number and hash of its last event. */
export const ChainHead = z.object({ seq: z.number().int(), hash: z.string() })
export type ChainHead = z.infer<typeof ChainHead>

export const emptyChain: ChainHead = { seq: 0, hash: '' }

/** SHA-256 over canonical JSON of the event without its own hash. */
export const hashOf = (event: Omit<LedgerEvent, 'hash'>): string =>
  sha256(canonicalJson({ ...event, hash: undefined }))

/** The next event of a chain and where the chain then stands. */
export function append(
  chain: ChainHead,
  happened: Happened,
  at: Date,
): { event: LedgerEvent; chain: ChainHead } {
  const body = {
    seq: chain.seq + 1,
    at: at.toISOString(),
    by: happened.by,
    type: happened.type,
    facts: happened.facts,
    previous: chain.hash,
  }
  const hash = hashOf(body)
  return { event: { ...body, hash }, chain: { seq: body.seq, hash } }
}

/** The first event that does not fit, with the reason; undefined when the chain is whole. */
export function firstBreak(events: LedgerEvent[]): { seq: number; reason: string } | undefined {
  let previous = ''
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1)
      return { seq: index + 1, reason: `event ${index + 1} is missing, ${event.seq} stands there` }
    if (event.previous !== previous) return { seq: event.seq, reason: 'it does not follow the event before' }
    if (event.hash !== hashOf({ ...event, hash: undefined } as never))
      return { seq: event.seq, reason: 'its content was changed' }
    previous = event.hash
  }
  return undefined
}
