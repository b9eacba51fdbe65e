import { keyOfWrite, type Key, type Table } from '../../lib/platform/table'
import { memoryTable, type Rows } from './memory-table'

/**
 * A table whose lists learn of a write later, as DynamoDB's index may: after `lagMs` of its own by the clock, or, without one, when
 * they are told to. Everything else is read as it was written.
 * @param rows what stands in the table already
 */
export function laggingTable(
  rows: Rows = new Map(),
  time: { now(): number; lagMs(): number } = { now: () => 0, lagMs: () => Infinity },
) {
  const table = memoryTable(rows)
  const index = memoryTable(new Map([...rows].map(([pk, partition]) => [pk, new Map(partition)])))
  let behind: { key: Key; due: number }[] = []
  const noting = async <T>(keys: Key[], work: Promise<T>): Promise<T> => {
    const done = await work
    behind.push(...keys.map(({ pk, sk }) => ({ key: { pk, sk }, due: time.now() + time.lagMs() })))
    return done
  }
  const showUntil = async (now: number) => {
    const due = behind.filter((one) => one.due <= now)
    behind = behind.filter((one) => one.due > now)
    for (const { key } of due) {
      const row = await table.get(key)
      await (row ? index.put(row) : index.remove(key))
    }
  }
  const lagging: Table = {
    ...table,
    put: (row, when) => noting([row], table.put(row, when)),
    remove: (key, when) => noting([key], table.remove(key, when)),
    increment: (key, attribute, by) => noting([key], table.increment(key, attribute, by)),
    transact: (writes) => noting(writes.map(keyOfWrite), table.transact(writes)),
    async list(list, span) {
      await showUntil(time.now())
      return index.list(list, span)
    },
  }
  return {
    table: lagging,
    /** The index has caught up with what was written until now. */
    catchUp: () => showUntil(Infinity),
  }
}
