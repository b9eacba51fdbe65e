import type { Clock } from '../platform/clock'
import { absent, ConditionFailed, type Row, type Table, type Write } from '../platform/table'
import { append, LedgerEvent, type ChainHead, type Happened } from '../ledger/event'

/** A thing with a ledger: its head moves only together with the event that says why. */
export interface Chained {
  id: string
  /** ISO, UTC */
  updatedAt: string
  revision: number
  chain: ChainHead
}

/** What a rule decided: the thing as it shall be, what to write in its ledger, and rows that belong to the same moment. */
export interface ChainedChange<T> {
  next: T
  happened: Happened
  writes?: Write[]
}

/** Ten tries at a row many hands touch: the eleventh conflict is a fault worth seeing. */
const tries = 10

const eventKey = (pk: string, seq: number) => ({ pk, sk: `EVENT#${String(seq).padStart(6, '0')}` })

/** Heads with hash-chained ledgers, one partition a thing (docs/table.md): `HEAD`, and `EVENT#…` beside it. */
export function chainedStore<T extends Chained>(given: {
  table: Table
  clock: Clock
  pk: (id: string) => string
  parse: (row: Row) => T
  /** where the head stands in a list, GSI 1 */
  place: (thing: T) => { gsi1pk: string; gsi1sk: string }
  /** rows that follow the head wherever it goes, e.g. its place in a second list */
  alsoWrites?: (before: T | undefined, next: T) => Write[]
  missing: () => Error
}) {
  const { table, clock, parse, place, missing } = given
  const headKey = (id: string) => ({ pk: given.pk(id), sk: 'HEAD' })

  const find = async (id: string): Promise<T | undefined> => {
    const row = await table.get(headKey(id))
    return row && parse(row)
  }

  /** A head or ledger row of ours moved because another hand wrote; any other row is for the caller to look at. */
  const isOwn = (id: string, row: Row | undefined) =>
    row === undefined || (row.pk === given.pk(id) && (row.sk === 'HEAD' || row.sk.startsWith('EVENT#')))

  const writesOf = (before: T | undefined, change: ChainedChange<T>): { next: T; writes: Write[] } => {
    const at = clock.now()
    const { event, chain } = append(change.next.chain, change.happened, at)
    const next: T = {
      ...change.next,
      chain,
      updatedAt: at.toISOString(),
      revision: (before?.revision ?? 0) + 1,
    }
    const unchanged = before && {
      expression: '#revision = :seen',
      names: { '#revision': 'revision' },
      values: { ':seen': before.revision },
    }
    return {
      next,
      writes: [
        { put: { ...(next as object), ...headKey(next.id), ...place(next) }, when: unchanged ?? absent },
        { put: { ...event, ...eventKey(given.pk(next.id), event.seq) }, when: absent },
        ...(given.alsoWrites?.(before, next) ?? []),
        ...(change.writes ?? []),
      ],
    }
  }

  const write = async (before: T | undefined, change: ChainedChange<T>): Promise<T> => {
    const { next, writes } = writesOf(before, change)
    await table.transact(writes)
    return next
  }

  return {
    find,

    async withId(id: string): Promise<T> {
      const thing = await find(id)
      if (!thing) throw missing()
      return thing
    },

    /** The thing as it will stand and the rows that make it so, for a transaction of another room. */
    writesOf,

    /** Creates once: a repeat with the same id answers what is there. */
    async create(change: ChainedChange<T>): Promise<T> {
      try {
        return await write(undefined, change)
      } catch (error) {
        if (!(error instanceof ConditionFailed) || !isOwn(change.next.id, error.row)) throw error
        const there = await find(change.next.id)
        if (!there) throw error
        return there
      }
    },

    /**
     * Loads, lets the rule decide, saves all together; decides again on what another hand has just written.
     * `undefined` from the rule means nothing is to change.
     */
    async change(
      id: string,
      decide: (thing: T) => ChainedChange<T> | undefined | Promise<ChainedChange<T> | undefined>,
    ): Promise<T> {
      for (let attempt = 1; ; attempt++) {
        const before = await find(id)
        if (!before) throw missing()
        const change = await decide(before)
        if (!change) return before
        try {
          return await write(before, change)
        } catch (error) {
          if (!(error instanceof ConditionFailed) || !isOwn(id, error.row) || attempt === tries) throw error
        }
      }
    },

    async ledger(id: string): Promise<LedgerEvent[]> {
      return (await table.partition(given.pk(id), 'EVENT#')).map((row) => LedgerEvent.parse(row))
    },
  }
}
