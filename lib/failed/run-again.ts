import type { SQSClient } from '@aws-sdk/client-sqs'
import { watchWrite, type Resume } from '../matter/watch'
import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { Table } from '../platform/table'
import type { Acts } from '../security/ledger'
import { grouped, keptEvents, letGo, redrive } from './kept-events'
import { atOnce } from './list-failed'
import { shortName } from './words'

interface Queues {
  sqs: SQSClient
  queueUrls: string[]
}

/**
 * An administrator wants failed background work run once more, two hundred at a time; answers how many. The desk calls no
 * function: the watch does within a minute. On record first: what was meant stands there also when that is cut off halfway.
 */
export const askToRunAgain =
  ({ acts, table, clock, ...queues }: Queues & { acts: Pick<Acts, 'note'>; table: Table; clock: Clock }) =>
  async ({ by }: { by: Person }): Promise<number> => {
    const kept = await keptEvents(queues.sqs, queues.queueUrls, atOnce)
    await letGo(queues.sqs, kept)
    if (kept.length === 0) return 0
    const what = grouped(kept).map(({ functionName, count }) => `${shortName(functionName)} × ${count}`)
    await acts.note({
      ...{ type: 'FailedWorkRun', by: { id: by.id, name: by.name } },
      about: { id: 'failed-work', name: what.join('、').slice(0, 300) },
      facts: { times: kept.length },
    })
    await table.transact([watchWrite('FAILEDWORK', { kind: 'failed-work', id: 'all' }, clock.now())])
    return kept.length
  }

/** What was asked for is done once. A failed run of the watch itself is made good by this very run of it. */
export const runAgain =
  ({
    sqs,
    queueUrls,
    invoke,
  }: Queues & { invoke(functionName: string, event: unknown): Promise<void> }): Resume =>
  async () => {
    await redrive(await keptEvents(sqs, queueUrls, atOnce), {
      sqs,
      invoke: async (functionName, event) => {
        if (shortName(functionName) !== 'watchStuck') await invoke(functionName, event)
      },
    })
    return undefined
  }
