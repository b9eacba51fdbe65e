import * as z from 'zod'
import { sha256 } from './ids'
import { absent, ConditionFailed, type Key, type Table } from './table'

const dayMs = 86_400_000
const keyOf = (day: string, what: string, of: string[]): Key => ({
  pk: `COUNT#${day}#${sha256(JSON.stringify(of))}`,
  sk: what.toUpperCase(),
})

/** Counters of one Beijing date (TTL), of whatever is named by `of`; the table does not hold the name itself. */
export function dailyCounts(table: Table) {
  return {
    /** One more on this date; returns how many there are with it. */
    async count(day: string, what: string, ...of: string[]): Promise<number> {
      const key = keyOf(day, what, of)
      const ttl = Math.ceil((Date.parse(`${day}T00:00:00+08:00`) + 2 * dayMs) / 1000)
      try {
        await table.put({ ...key, times: 1, ttl }, absent)
        return 1
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        return table.increment(key, 'times', 1)
      }
    },

    async counted(day: string, what: string, ...of: string[]): Promise<number> {
      const row = await table.get(keyOf(day, what, of))
      return row ? z.number().parse(row['times']) : 0
    },
  }
}

export type DailyCounts = ReturnType<typeof dailyCounts>
