import { watch, watchList, watchedKinds, type Resume, type WatchedKind } from '../../lib/matter/watch'
import type { Clock } from '../../lib/platform/clock'
import type { Table } from '../../lib/platform/table'

/** One run of the watch of this room; rows of other rooms are refused, and set aside as any row that fails. */
export function runWatch(table: Table, clock: Clock, resume: Partial<Record<WatchedKind, Resume>>) {
  const never =
    (kind: WatchedKind): Resume =>
    () =>
      Promise.reject(new Error(`no ${kind} in this test`))
  const rooms = Object.fromEntries(watchedKinds.map((kind) => [kind, resume[kind] ?? never(kind)]))
  return watch({ table, clock, resume: rooms as Record<WatchedKind, Resume> })()
}

/** Kind, id and part of every row the watch will ever look at. */
export const watchedRows = async (table: Table): Promise<string[]> =>
  (await watchList(table).due(new Date('2099-01-01'))).map(({ kind, id, part }) =>
    [kind, id, part].filter((one) => one !== undefined).join(' '),
  )
