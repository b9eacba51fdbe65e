import { AccessDenied } from '../aws/access'
import type { ItemChange } from '../dynamodb/create-dynamodb'
import type { RoleAccess } from '../iam/role-access'
import type { AsyncQueue } from '../lambda/async-queue'
import type { StreamModel } from '../template/service'
import { patternOf } from './pattern'

/** What Lambda does to a stream; AWS refuses a mapping whose function may not. */
const reads = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams']

/**
 * Gives changes of a table to the functions that its stream is mapped to: one record a call, on disk before the writer
 * is answered, at least once, retried as asynchronous calls are. A death between the write and this loses the record.
 */
export function createStreams(given: {
  streams: StreamModel[]
  queue: Pick<AsyncQueue, 'enqueue'>
  access: Pick<RoleAccess, 'authorize' | 'credentialsOf'>
  log: (line: string) => void
}): { put(change: ItemChange): void } {
  const { queue, access, log } = given
  const streams = given.streams.map((model) => ({ ...model, filters: model.filters.map(patternOf) }))
  let sequence = 0

  const mayRead = ({ role, streamArn, functionArn }: StreamModel | (typeof streams)[number]) => {
    try {
      for (const action of reads)
        access.authorize(access.credentialsOf(role), `dynamodb:${action}`, streamArn)
      return true
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error
      log(`${functionArn.split(':').at(-1)} hears nothing of ${streamArn}: ${error.message}`)
      return false
    }
  }

  return {
    put({ table, kind, keys }) {
      const record = {
        eventID: String(++sequence),
        eventName: kind,
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        dynamodb: { Keys: keys, SequenceNumber: String(sequence), StreamViewType: 'KEYS_ONLY' },
      }
      for (const stream of streams)
        if (stream.table === table && stream.filters.some((fits) => fits(record)) && mayRead(stream))
          queue.enqueue(stream.functionArn, {
            Records: [{ ...record, eventSourceARN: stream.streamArn }],
          })
    },
  }
}
