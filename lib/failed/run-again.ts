import type { SQSClient } from '@aws-sdk/client-sqs'
import type { Person } from '../people/person'
import type { Acts } from '../security/ledger'
import { grouped, keptEvents, redrive } from './kept-events'
import { atOnce } from './list-failed'
import { shortName } from './words'

interface Needs {
  sqs: SQSClient
  queueUrls: string[]
  invoke(functionName: string, event: unknown): Promise<void>
  acts: Pick<Acts, 'note'>
}

/**
 * Runs failed background work once more, two hundred at a time, and answers how many. On record before it is done: what was
 * meant stands there also when Lambda cannot be reached halfway.
 */
export const runAgain =
  ({ sqs, queueUrls, invoke, acts }: Needs) =>
  async ({ by }: { by: Person }): Promise<number> => {
    const kept = await keptEvents(sqs, queueUrls, atOnce)
    if (kept.length === 0) return 0
    const what = grouped(kept).map(({ functionName, count }) => `${shortName(functionName)} × ${count}`)
    await acts.note({
      ...{ type: 'FailedWorkRun', by: { id: by.id, name: by.name } },
      about: { id: 'failed-work', name: what.join('、').slice(0, 300) },
      facts: { times: kept.length },
    })
    await redrive(kept, { sqs, invoke })
    return kept.length
  }
