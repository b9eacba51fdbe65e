import { keyOfWrite, type Key, type Table } from '../../lib/platform/table'
import { memoryTable } from './memory-table'

/**
 * A table whose lists learn of nothing before they are told to: what DynamoDB's index may show a moment after a write. Everything
 * else is read as it was written.
 */
export function laggingTable(table: Table = memoryTable()) {
  const index = memoryTable()
  let behind: Key[] = []
  const noting = async <T>(keys: Key[], work: Promise<T>): Promise<T> => {
    const done = await work
    behind.push(...keys.map(({ pk, sk }) => ({ pk, sk })))
    return done
  }
  const lagging: Table = {
    ...table,
    put: (row, when) => noting([row], table.put(row, when)),
    remove: (key, when) => noting([key], table.remove(key, when)),
    increment: (key, attribute, by) => noting([key], table.increment(key, attribute, by)),
    transact: (writes) => noting(writes.map(keyOfWrite), table.transact(writes)),
    list: index.list,
  }
  return {
    table: lagging,
    /** The index has caught up with what was written until now. */
    async catchUp() {
      const keys = behind
      behind = []
      for (const key of keys) {
        const row = await table.get(key)
        await (row ? index.put(row) : index.remove(key))
      }
    },
  }
}
