import type { Clock } from '../platform/clock'
import { canonicalJson } from '../platform/ids'
import { absent, ConditionFailed, type Condition, type Row, type Table, type Write } from '../platform/table'
import { conflictTries } from './look-again'
import { soon, watchWrite, type WatchedKind } from './watch'
import { append, LedgerEvent, type ChainHead, type Happened } from '../ledger/event'

/** A thing with a ledger: its head moves only together with the event that says why. */
export interface Chained {
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

const eventKey = (pk: string, seq: number) => ({ pk, sk: `EVENT#${String(seq).padStart(6, '0')}` })

/** What is too long for a head that many lists and steps read. */
export interface Apart<T> {
  /** in a row `TEXT` of their own, written when they change */
  long: (keyof T)[]
  /** what lists show: a row `PLACE` of at most 1 KB that stands in the list in the head's stead */
  card: (thing: T) => object
}

/** The thing, and the revision its long part was last written with; none: an earlier version kept it in the head. */
interface Found<T> {
  thing: T
  textOf?: number
}

/**
 * Heads with hash-chained ledgers, one partition a thing (docs/table.md): `HEAD`, and `EVENT#…` beside it. Of a thing
 * with long parts (`apart`) the head names the revision of its `TEXT`, so that a reader never puts together two moments;
 * a head that an earlier version wrote whole is read, and taken apart by the next write.
 */
export function chainedStore<T extends Chained>(given: {
  table: Table
  clock: Clock
  pk: (id: string) => string
  idOf: (thing: T) => string
  parse: (row: Row) => T
  /** where it stands in a list, GSI 1 */
  place?: (thing: T) => { gsi1pk: string; gsi1sk: string }
  /** rows that follow the head wherever it goes, e.g. its place in a second list */
  alsoWrites?: (before: T | undefined, next: T) => Write[]
  /** whose machine or desk is to follow every change within a minute, or is found by the watch (invariant 11) */
  watched?: (thing: T) => WatchedKind | undefined
  missing: () => Error
  apart?: Apart<T>
}) {
  const { table, clock, parse, place, missing, apart, idOf } = given
  const headKey = (id: string) => ({ pk: given.pk(id), sk: 'HEAD' })
  const textKey = (id: string) => ({ pk: given.pk(id), sk: 'TEXT' })
  const isLong = (name: string) => apart?.long.some((long) => long === name) ?? false
  const partOf = (thing: T, long: boolean) =>
    Object.fromEntries(Object.entries(thing).filter(([name]) => isLong(name) === long))

  const look = async (id: string): Promise<Found<T> | undefined> => {
    for (let attempt = 1; attempt <= conflictTries; attempt++) {
      const [head, text] = await Promise.all([table.get(headKey(id)), apart && table.get(textKey(id))])
      if (!head) return undefined
      if (head['textOf'] === undefined) return { thing: parse(head) }
      // Otherwise a write came between the two reads.
      if (text && text['revision'] === head['textOf'])
        return { thing: parse({ ...text, ...head }), textOf: Number(head['textOf']) }
    }
    throw new Error(`the text of ${given.pk(id)} does not fit its head`)
  }

  const find = async (id: string): Promise<T | undefined> => (await look(id))?.thing

  /** Head, long part and place in the list; the long part only where it changed. */
  const rowsOf = (next: T, before: Found<T> | undefined, unchanged: Condition): Write[] => {
    if (!apart)
      return [{ put: { ...(next as object), ...headKey(idOf(next)), ...place?.(next) }, when: unchanged }]
    const text = partOf(next, true)
    const same =
      before?.textOf !== undefined && canonicalJson(text) === canonicalJson(partOf(before.thing, true))
    return [
      {
        put: {
          ...partOf(next, false),
          ...headKey(idOf(next)),
          textOf: same ? before.textOf : next.revision,
        },
        when: unchanged,
      },
      ...(same ? [] : [{ put: { ...text, ...textKey(idOf(next)), revision: next.revision } }]),
      { put: { ...apart.card(next), pk: given.pk(idOf(next)), sk: 'PLACE', ...place?.(next) } },
    ]
  }

  /** A head or ledger row of ours moved because another hand wrote; any other row is for the caller to look at. */
  const isOwn = (id: string, row: Row | undefined) =>
    row === undefined || (row.pk === given.pk(id) && (row.sk === 'HEAD' || row.sk.startsWith('EVENT#')))

  const changed = (before: Found<T> | undefined, change: ChainedChange<T>): { next: T; writes: Write[] } => {
    const at = clock.now()
    const { event, chain } = append(change.next.chain, change.happened, at)
    const next: T = {
      ...change.next,
      chain,
      updatedAt: at.toISOString(),
      revision: (before?.thing.revision ?? 0) + 1,
    }
    const kind = given.watched?.(next)
    const unchanged = before && {
      expression: '#revision = :seen',
      names: { '#revision': 'revision' },
      values: { ':seen': before.thing.revision },
    }
    return {
      next,
      writes: [
        ...rowsOf(next, before, unchanged ?? absent),
        { put: { ...event, ...eventKey(given.pk(idOf(next)), event.seq) }, when: absent },
        ...(given.alsoWrites?.(before?.thing, next) ?? []),
        ...(kind ? [watchWrite(given.pk(idOf(next)), { kind, id: idOf(next) }, soon(at))] : []),
        ...(change.writes ?? []),
      ],
    }
  }

  const write = async (before: Found<T> | undefined, change: ChainedChange<T>): Promise<T> => {
    const { next, writes } = changed(before, change)
    await table.transact(writes)
    return next
  }

  const save = async (
    id: string,
    decide: (thing: T | undefined) => ChainedChange<T> | undefined | Promise<ChainedChange<T> | undefined>,
  ): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      const before = await look(id)
      const change = await decide(before?.thing)
      if (!change) {
        if (!before) throw missing()
        return before.thing
      }
      try {
        return await write(before, change)
      } catch (error) {
        if (!(error instanceof ConditionFailed) || !isOwn(id, error.row) || attempt === conflictTries)
          throw error
      }
    }
  }

  return {
    find,

    async withId(id: string): Promise<T> {
      const thing = await find(id)
      if (!thing) throw missing()
      return thing
    },

    /** The thing as it will stand and the rows that make it so, for a transaction of another room. */
    writesOf: (before: T | undefined, change: ChainedChange<T>) =>
      changed(before && { thing: before }, change),

    /** Creates once: a repeat with the same id answers what is there. */
    async create(change: ChainedChange<T>): Promise<T> {
      try {
        return await write(undefined, change)
      } catch (error) {
        if (!(error instanceof ConditionFailed) || !isOwn(idOf(change.next), error.row)) throw error
        const there = await find(idOf(change.next))
        if (!there) throw error
        return there
      }
    },

    /** As `change`, also where there is nothing yet. */
    changeOrCreate: save,

    /**
     * Loads, lets the rule decide, saves all together; decides again on what another hand has just written.
     * `undefined` from the rule means nothing is to change.
     */
    change: (
      id: string,
      decide: (thing: T) => ChainedChange<T> | undefined | Promise<ChainedChange<T> | undefined>,
    ): Promise<T> =>
      save(id, (thing) => {
        if (!thing) throw missing()
        return decide(thing)
      }),

    async ledger(id: string): Promise<LedgerEvent[]> {
      return (await table.partition(given.pk(id), 'EVENT#')).map((row) => LedgerEvent.parse(row))
    },
  }
}
