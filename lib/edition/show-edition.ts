import * as z from 'zod'
import { LedgerEvent } from '../ledger/event'
import { personsIn } from '../policy/history'
import { namesOf } from '../people/names-of'
import type { People } from '../people/store'
import { Edition } from './edition'
import { Claim, Send, Test } from './rows'
import type { Submissions } from '../submission/store'
import type { Editions } from './store'

export const ShownEdition = z.object({
  edition: Edition.nullable(),
  /** who holds the mass send of that day */
  claim: Claim.nullable(),
  sends: z.array(Send),
  tests: z.array(Test),
  ledger: z.array(LedgerEvent),
  /** of everybody in it, by their ids */
  names: z.record(z.string(), z.string()),
  /** articles that were taken down afterwards, by their place from 1 */
  removed: z.array(z.object({ index: z.number(), at: z.string(), because: z.string() })),
})
export type ShownEdition = z.infer<typeof ShownEdition>

async function removedOf(submissions: Pick<Submissions, 'withId'>, { items }: Edition) {
  const all = await Promise.all(items.map(({ submissionId }) => submissions.withId(submissionId)))
  return all.flatMap(({ publications }, at) => {
    const { deletedAt, deletedBecause = '' } = publications.find(({ channel }) => channel === 'wechat') ?? {}
    return deletedAt ? [{ index: at + 1, at: deletedAt, because: deletedBecause }] : []
  })
}

/** Everything about one day for the editor's desk; `edition` is null where nothing was composed. */
export const showEdition =
  ({
    editions,
    submissions,
    people,
  }: {
    editions: Editions
    submissions: Pick<Submissions, 'withId'>
    people: Pick<People, 'withId'>
  }) =>
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
      names: await namesOf(people, personsIn(ledger)),
      removed: edition?.state === 'sent' ? await removedOf(submissions, edition) : [],
    }
  }
