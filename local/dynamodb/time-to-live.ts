import type { MovableClock } from '../aws/access'
import { AwsError } from '../aws/json-protocol'
import type { Gate } from './gate'
import type { Inner } from './inner'
import type { Item, Tables } from './tables'

/** AWS takes up to days; readers must look at the time themselves. */
const everyMs = 10 * 60_000
/** What is this long past is taken for a mistake and stays, as on AWS. */
const tooOldSeconds = 5 * 365 * 86_400

/** Deletes what is past its time: every ten minutes, and at once when the clock was moved. */
export function startTimeToLive(given: { inner: Inner; tables: Tables; gate: Gate; clock: MovableClock }): {
  sweep(): Promise<void>
  close(): Promise<void>
} {
  const { inner, tables, gate, clock } = given

  const sweepTable = async (table: string, attribute: string) => {
    const now = Math.floor(clock.now() / 1000)
    const past = {
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: { ':now': { N: String(now) }, ':old': { N: String(now - tooOldSeconds) } },
    }
    const isPast = '#ttl BETWEEN :old AND :now'
    let from: Item | undefined
    do {
      const page = await inner.call('Scan', {
        ...{ TableName: table, FilterExpression: isPast, ...past },
        ...(from && { ExclusiveStartKey: from }),
      })
      for (const item of page['Items'] as Item[])
        await inner
          .call('DeleteItem', {
            ...{ TableName: table, Key: await tables.keyOf(table, item), ConditionExpression: isPast },
            ...past,
          })
          .catch((error: unknown) => {
            // Prolonged in the meantime: it lives.
            if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) throw error
          })
      from = page['LastEvaluatedKey'] as Item | undefined
    } while (from)
  }
  const sweep = async () => {
    for (const [table, attribute] of Object.entries(tables.timeToLive())) await sweepTable(table, attribute)
  }

  let last: Promise<void> = Promise.resolve()
  const enqueue = (alone: boolean) => {
    if (Object.keys(tables.timeToLive()).length > 0) last = last.then(() => gate(alone, sweep)).catch(report)
  }
  const report = (error: unknown) => console.error('time to live:', error)
  // Alone after a move: whoever asks next finds the table as it would be at that time.
  const unsubscribe = clock.onMove(
    () => void (last = Promise.all([last, gate(true, sweep)]).then(() => undefined, report)),
  )
  const timer = setInterval(() => enqueue(false), everyMs)
  timer.unref()

  return {
    sweep: () => gate(true, sweep),
    async close() {
      unsubscribe()
      clearInterval(timer)
      await last
    },
  }
}
