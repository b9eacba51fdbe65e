import { measure } from '../platform/log'
import type { LedgerEvent } from '../ledger/event'
import { channelOf } from '../submission/removes'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { takenDown, unpooled } from './removal'

/** What WeChat, or a person who looked, says now. */
export interface After {
  at: string
  /** WeChat's word on the whole mass send */
  status: string
  answer: string
  /** who looked, when it was deleted by hand */
  by?: string
  name?: string
}

/** What stood for readers when the deletion was begun, from the removal's own ledger. */
const beforeOf = (ledger: LedgerEvent[]): unknown =>
  ledger.find(({ type }) => type === 'RemovalIntended')?.facts['before'] ?? null

/**
 * It is gone: the article's ledger and the removal's both keep what stood before and what stands after. The article
 * first: a run that dies in between finds the removal still open and does the rest.
 */
export const recordRemoved =
  ({ submissions }: { submissions: Submissions }) =>
  async (removal: Submission, after: After): Promise<Submission> => {
    const { removes } = removal
    if (!removes) throw new Error(`${removal.id} is not a removal`)
    const before = beforeOf(await submissions.ledger(removal.id))
    const by = after.by ?? 'system'
    const { reason } = removes
    const channel = channelOf(removes)
    await submissions.change(removes.submissionId, (target) =>
      target.publications.some((one) => one.channel === channel && !one.deletedAt)
        ? {
            submission: takenDown(target, { channel, at: after.at, because: reason }),
            happened: {
              by,
              type: 'ArticleRemoved',
              facts: { channel, removal: removal.id, reason, before, after },
            },
            writes: unpooled(target),
          }
        : undefined,
    )
    const removed = await submissions.change(removal.id, (current) =>
      current.state === 'removing' || current.state === 'failed'
        ? {
            submission: { ...current, state: 'removed', note: undefined },
            happened: {
              by,
              type: 'ArticleRemoved',
              facts: { channel, submissionId: removes.submissionId, reason, before, after },
            },
          }
        : undefined,
    )
    measure('ArticleRemoved', 1)
    return removed
  }
