import * as z from 'zod'
import type { Clock } from '../../platform/clock'
import { absent, ConditionFailed, type Table } from '../../platform/table'
import { callLimits, spendCall, type CallBudget } from './call-budget'

const CountRow = z.object({
  calls: z.number().int(),
  hour: z.number().int(),
  posts: z.number().int(),
})

const keptForSeconds = 2 * 86_400
/** A lost try is another's counted call, of which a day has this many: one more try cannot lose. */
const tries = callLimits.callsADay + 1

const placeAt = (now: Date) => {
  const beijing = new Date(now.getTime() + 8 * 3_600_000)
  const key = { pk: 'WEIBO', sk: `CALLS#${beijing.toISOString().slice(0, 10)}` }
  return { key, hour: beijing.getUTCHours() }
}

/** What was counted today, for people who look. */
export async function callsToday(table: Table, clock: Clock): Promise<number> {
  const row = await table.get(placeAt(clock.now()).key)
  return row ? CountRow.parse(row).calls : 0
}

/**
 * The calls of a Beijing day in one row, `WEIBO` / `CALLS#<day>` (TTL), each write conditional on the count it read.
 * Grants: GetItem and PutItem.
 */
export function tableCallBudget(table: Table, clock: Clock): CallBudget {
  return {
    async spend(kind) {
      for (let attempt = 0; attempt < tries; attempt++) {
        const now = clock.now()
        const { key, hour } = placeAt(now)
        const row = await table.get(key)
        const seen = row && CountRow.parse(row)
        const spent = spendCall(seen, kind, hour)
        if (!spent.allowed) return spent.over
        const ttl = Math.ceil(now.getTime() / 1000) + keptForSeconds
        const unchanged = seen ? { expression: 'calls = :seen', values: { ':seen': seen.calls } } : absent
        try {
          await table.put({ ...key, ...spent.count, ttl }, unchanged)
          return 'allowed'
        } catch (error) {
          if (!(error instanceof ConditionFailed)) throw error
        }
      }
      throw new Error('the count of calls to Weibo could not be written')
    },
  }
}
