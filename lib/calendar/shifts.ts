import * as z from 'zod'
import { watchList, type WatchedKind } from '../matter/watch'
import { log } from '../platform/log'
import type { Table } from '../platform/table'
import type { WorkCalendar } from './calendar'

/** An open deadline that a list of holidays moves. */
export const Shift = z.object({
  kind: z.enum(['approval', 'loan', 'weibo-post']),
  id: z.string(),
  title: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
})
export type Shift = z.infer<typeof Shift>

/** How one kind of matter counts its open deadline anew. */
export interface Recount {
  /** what would move; nothing where the matter waits for nobody, or its deadline would not be later */
  look(id: string, calendar: WorkCalendar): Promise<Omit<Shift, 'kind' | 'id'> | undefined>
  /** moves it, with an event in the matter's ledger; harmless to repeat */
  move(id: string, calendar: WorkCalendar): Promise<void>
}
export type Recounts = Record<Shift['kind'], Recount>

const counts = (kind: WatchedKind): kind is Shift['kind'] => Shift.shape.kind.safeParse(kind).success

interface Needs {
  table: Table
  recounts: Recounts
}

/** Every open matter whose deadline was counted, found by the watch (invariant 11). */
const openMatters = async (table: Table) =>
  (await watchList(table).all()).flatMap(({ kind, id, part }) =>
    counts(kind) && part === undefined ? [{ kind, id }] : [],
  )

/** What publishing this calendar would move, nearest deadline first; changes nothing. */
export const shiftsBy =
  ({ table, recounts }: Needs) =>
  async (calendar: WorkCalendar): Promise<Shift[]> => {
    const found: Shift[] = []
    for (const { kind, id } of await openMatters(table)) {
      const shift = await recounts[kind].look(id, calendar)
      if (shift) found.push({ kind, id, ...shift })
    }
    return found.sort((a, b) => a.from.localeCompare(b.from))
  }

/** After a publication: moves every open deadline that is later by the new list. One that fails is tried with the rest again. */
export const moveDeadlines =
  ({ table, recounts }: Needs) =>
  async (calendar: WorkCalendar): Promise<void> => {
    const failed: unknown[] = []
    for (const { kind, id } of await openMatters(table))
      try {
        await recounts[kind].move(id, calendar)
      } catch (error) {
        log.error('deadline not moved', { kind, id, error: error as Error })
        failed.push(error)
      }
    if (failed.length > 0) throw failed[0]
  }
