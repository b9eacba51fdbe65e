import * as z from 'zod'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import { unlessMoved, type Key, type Row, type Table, type Write } from '../platform/table'

/** Everything with a life of its own that a machine or a desk moves on. */
export const watchedKinds = [
  'approval',
  // Approved and used by nobody yet.
  'pool',
  // An upload whose verdict has not come.
  'media',
  'edition',
  'weibo-post',
  'loan',
  'complaint',
  'request',
  'proposal',
  // Background work that an administrator has run again.
  'failed-work',
  // Deadlines that a new list of holidays moves.
  'calendar',
] as const
export type WatchedKind = (typeof watchedKinds)[number]

/** What should have moved on by its due time, and how often moving it on has failed since. */
export const Watched = z.object({
  kind: z.enum(watchedKinds),
  id: z.string(),
  /** a part of it with an end of its own, e.g. one post under a loan */
  part: z.string().optional(),
  tries: z.number().int().default(0),
})
export type Watched = z.infer<typeof Watched>

/** Moves a watched matter on; answers when to look at it again, or nothing when it needs no watch any more. */
export type Resume = (watched: Watched) => Promise<Date | undefined>

const list = 'WATCH'
/** Rows written by versions up to 2967488 say whose they are by the id they carry. */
const earlierLists = ['POSTWATCH', 'LOANWATCH']

const keyOf = (pk: string, part?: string): Key => ({ pk, sk: part === undefined ? 'WATCH' : `WATCH#${part}` })

/** Looked at from `dueAt` on, by whoever is called for its kind. Written with what has to be followed up. */
export const watchWrite = (pk: string, watched: Omit<Watched, 'tries'>, dueAt: Date): Write => ({
  put: { ...watched, ...keyOf(pk, watched.part), tries: 0, gsi1pk: list, gsi1sk: dueAt.toISOString() },
})
export const unwatchWrite = (pk: string, part?: string): Write => ({ remove: keyOf(pk, part) })

const named = (row: Row): Record<string, unknown> => ({
  ...row,
  ...(row['kind'] === undefined &&
    (typeof row['submissionId'] === 'string'
      ? { kind: 'approval', id: row['submissionId'] }
      : typeof row['loanId'] === 'string'
        ? { kind: 'loan', id: row['loanId'], part: row['postId'] }
        : { kind: 'weibo-post', id: row['postId'] })),
})
const read = (row: Row): Watched => Watched.parse(named(row))

const minuteMs = 60_000

/** When what an act has to be followed by has happened, or whoever was to do it is dead. */
export const soon = (now: Date): Date => new Date(now.getTime() + minuteMs)
/** A machine that runs is looked at again so much later. */
export const later = (now: Date): Date => new Date(now.getTime() + 15 * minuteMs)

/** 2, 4, 8 … minutes, at most six hours: what fails for good is still tried, and stands in nobody's way. */
const backoffMs = (tries: number) => Math.min(2 ** tries, 360) * minuteMs
/** From then on an administrator is alarmed: twice may be a bad minute of the table. */
const alarmsFrom = 3

/** What waits to be moved on; keys in docs/table.md. */
export function watchList(table: Table) {
  const seen = (row: Row) => ({ expression: 'gsi1sk = :seen', values: { ':seen': row['gsi1sk'] } })
  return {
    /** Rows due before `now`, longest due first; at most a hundred of each list. */
    due: async (now: Date): Promise<Row[]> =>
      (
        await Promise.all([list, ...earlierLists].map((one) => table.list(one, { to: now.toISOString() })))
      ).flat(),
    /** Every matter that is open and has a machine. */
    all: async (): Promise<Watched[]> =>
      (await Promise.all([list, ...earlierLists].map((one) => table.list(one, { limit: Infinity }))))
        .flat()
        .flatMap((row) => {
          const known = Watched.safeParse(named(row))
          return known.success ? [known.data] : []
        }),
    move: (row: Row, dueAt: Date, change: Record<string, unknown>): Promise<void> =>
      unlessMoved(table.put({ ...row, ...change, gsi1pk: list, gsi1sk: dueAt.toISOString() }, seen(row))),
    remove: (row: Row): Promise<void> => unlessMoved(table.remove({ pk: row.pk, sk: row.sk }, seen(row))),
  }
}

/**
 * Invariants 7 and 11: every minute, whatever should have moved on is moved on. One that fails, or whose row cannot be
 * read, is set aside with its reason, alarms, and is tried again later; the others do not wait for it.
 */
export const watch =
  ({ table, clock, resume }: { table: Table; clock: Clock; resume: Record<WatchedKind, Resume> }) =>
  async (): Promise<{ moved: number; setAside: number }> => {
    const rows = watchList(table)
    let moved = 0
    let setAside = 0
    const due = await rows.due(clock.now())
    for (const row of due) {
      try {
        const watched = read(row)
        log.warn('watched', { ...watched })
        const again = await resume[watched.kind](watched)
        if (again) await rows.move(row, again, { tries: 0 })
        else await rows.remove(row)
        moved++
      } catch (error) {
        const tries = Number(row['tries'] ?? 0) + 1
        log.error('set aside', { pk: row.pk, tries, error: error as Error })
        const trouble = String(error instanceof Error ? error.message : error).slice(0, 300)
        await rows.move(row, new Date(clock.now().getTime() + backoffMs(tries)), { tries, trouble })
        if (tries >= alarmsFrom) setAside++
      }
    }
    measure('WatchSetAside', setAside)
    measure('WatchRan', 1)
    return { moved, setAside }
  }
