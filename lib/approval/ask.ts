import type { Ask, Turn } from './approval'
import { linkHashOf, tokenOf } from './link'

/** A fresh ask: a new nonce, so a new link and a new code. */
export function newAsk(
  turn: Pick<Turn, 'submissionId' | 'version' | 'index' | 'tier' | 'deadline' | 'counted'>,
  candidate: { personId: string; standsInFor?: string },
  round: number,
  nonce: string,
  key: string,
): Ask {
  const { submissionId, version, index, tier, deadline, counted } = turn
  const ask = { submissionId, version, index, tier, deadline, counted, round, nonce, ...candidate }
  return { ...ask, linkHash: linkHashOf(tokenOf(key, ask)) }
}

/** Not handed over to somebody else. */
export const isAsked = (ask: Ask): boolean => ask.endedAt === undefined
