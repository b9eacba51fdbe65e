import * as z from 'zod'
import { LedgerEvent } from '../ledger/event'
import { Edition } from './edition'
import { Claim, Send, Test } from './rows'
import type { Editions } from './store'

export const ShownEdition = z.object({
  edition: Edition.nullable(),
  /** who holds the mass send of that day */
  claim: Claim.nullable(),
  sends: z.array(Send),
  tests: z.array(Test),
  ledger: z.array(LedgerEvent),
})
export type ShownEdition = z.infer<typeof ShownEdition>

/** Everything about one day for the editor's desk; `edition` is null where nothing was composed. */
export const showEdition =
  ({ editions }: { editions: Editions }) =>
  async ({ date }: { date: string }): Promise<ShownEdition> => {
    const [edition, claim, sends, tests, ledger] = await Promise.all([
      editions.find(date),
      editions.claimOf(date),
      editions.sends(date),
      editions.tests(date),
      editions.ledger(date),
    ])
    // The event with the addresses may come after the send was recorded from its status.
    const late =
      edition?.result?.msgId && edition.result.articles.length === 0
        ? await editions.finished(edition.result.msgId)
        : undefined
    return {
      edition:
        edition?.result && late
          ? { ...edition, result: { ...edition.result, articles: late.articles } }
          : (edition ?? null),
      claim: claim ?? null,
      sends,
      tests,
      ledger,
    }
  }
