import {
  ConditionFailed,
  keyOfWrite,
  type Condition,
  type Key,
  type Row,
  type Span,
  type Table,
} from '../../lib/platform/table'
import { holds } from './condition'

/** Rows by partition and sort key. */
export type Rows = Map<string, Map<string, Row>>

/** What DynamoDB would have kept: no undefined; anything but plain values is refused, as the marshaller does. */
function kept(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(kept)
  if (value === null || typeof value !== 'object') return value
  if (Object.getPrototypeOf(value) !== Object.prototype)
    throw new Error('Unsupported type passed: a class instance')
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(entries.map(([name, one]) => [name, kept(one)]))
}

const copy = (row: Row): Row => kept(row) as Row

/**
 * The table of `lib/platform/table` in memory: the same conditions, the same answers, a write at a time. A conformance
 * test runs the same operations here and on the emulator. `rows` is shared by whoever opens it.
 */
export function memoryTable(rows: Rows = new Map()): Table {
  const found = ({ pk, sk }: Key): Row | undefined => rows.get(pk)?.get(sk)
  const require = (key: Key, when: Condition | undefined) => {
    const row = found(key)
    if (when && !holds(when, row)) throw new ConditionFailed(row && copy(row))
  }
  const set = (row: Row) => {
    const partition = rows.get(row.pk) ?? new Map<string, Row>()
    rows.set(row.pk, partition.set(row.sk, copy(row)))
  }
  const unset = ({ pk, sk }: Key) => void rows.get(pk)?.delete(sk)
  /** Equal places stand in the order of their keys, so that a page can go on between them. */
  const stretch = (
    all: Row[],
    of: (row: Row) => string,
    { from = '', to = '\uffff', newestFirst = false, limit = 100, after }: Span = {},
  ): Row[] => {
    const order = (place: string, { pk, sk }: Key) => `${place}\n${pk}\n${sk}`
    const start = after && order(after.place, after)
    const place = (row: Row) => order(of(row), row)
    return all
      .filter((row) => of(row) >= (from || ' ') && of(row) <= to)
      .filter((row) => start === undefined || (newestFirst ? place(row) < start : place(row) > start))
      .sort((a, b) => (newestFirst ? -1 : 1) * (place(a) < place(b) ? -1 : 1))
      .slice(0, limit)
      .map(copy)
  }
  const bySortKey = (of: (row: Row) => string) => (a: Row, b: Row) => (of(a) < of(b) ? -1 : 1)

  return {
    async get(key) {
      const row = found(key)
      return row && copy(row)
    },
    async put(row, when) {
      require(row, when)
      set(row)
    },
    async remove(key, when) {
      require(key, when)
      unset(key)
    },
    async increment(key, attribute, by) {
      require(key, { expression: 'attribute_exists(pk)' })
      const row = copy(found(key)!)
      const value = Number(row[attribute] ?? 0) + by
      set({ ...row, [attribute]: value })
      return value
    },
    async partition(pk, prefix = '') {
      const all = [...(rows.get(pk)?.values() ?? [])].filter((row) => row.sk.startsWith(prefix))
      return all.sort(bySortKey((row) => row.sk)).map(copy)
    },
    async span(pk, span) {
      return stretch([...(rows.get(pk)?.values() ?? [])], (row) => row.sk, span)
    },
    async list(gsi1pk, span) {
      const all = [...rows.values()].flatMap((partition) => [...partition.values()])
      return stretch(
        all.filter((row) => row['gsi1pk'] === gsi1pk),
        (row) => String(row['gsi1sk']),
        span,
      )
    },
    async transact(writes) {
      const targets = new Set(writes.map(keyOfWrite).map(({ pk, sk }) => `${pk}\n${sk}`))
      if (targets.size < writes.length)
        throw new Error('Transaction request cannot include multiple operations on one item')
      for (const write of writes) require(keyOfWrite(write), write.when)
      for (const write of writes) {
        if ('put' in write) set(write.put)
        else if ('keep' in write) set({ ...write.keep, ...found(write.keep) })
        else if ('remove' in write) unset(write.remove)
      }
    },
  }
}
