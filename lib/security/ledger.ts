import * as z from 'zod'
import { ChainHead, LedgerEvent } from '../ledger/event'
import { chainedStore, type Chained } from '../matter/chained'
import { conflictTries } from '../matter/look-again'
import type { Clock } from '../platform/clock'
import { mapPage, partitionPage, type Page, type Paging } from '../platform/paging'
import { ConditionFailed, type Table, type Write } from '../platform/table'
import { type Act, actOf, EarlierAct, happenedOf, type NewAct } from './act'

const pk = 'ACTS'
const sk = (number: number) => `EVENT#${String(number).padStart(6, '0')}`
const begun: Chained = { updatedAt: '', revision: 0, chain: { seq: 0, hash: '' } }

const Head = z.object({ updatedAt: z.string(), revision: z.number(), chain: ChainHead })

/** The one chain of all acts (docs/table.md): who reads it sees that none was taken out or changed. */
export function actsLedger(table: Table, clock: Clock) {
  const chain = chainedStore<Chained>({
    ...{ table, clock, pk: () => pk, idOf: () => pk, parse: (row) => Head.parse(row) },
    missing: () => new Error('no act was recorded yet'),
  })

  /**
   * Writes what was done together with its act: `write` gets the act's rows for its own transaction, and its number; it is
   * called again when another act took that place in the chain.
   */
  async function record<T>(act: NewAct, write: (rows: Write[], number: number) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const before = await chain.find(pk)
      const { writes, next } = chain.writesOf(before, { next: before ?? begun, happened: happenedOf(act) })
      try {
        return await write(writes, next.chain.seq)
      } catch (error) {
        const taken = error instanceof ConditionFailed && error.row?.pk === pk
        if (!taken || attempt === conflictTries) throw error
      }
    }
  }

  return {
    record,

    /** What changes no row of its own, e.g. what somebody tried. */
    note: (act: NewAct): Promise<void> => record(act, (rows) => table.transact(rows)),

    /** The act with this number. */
    async numbered(number: number): Promise<Act | undefined> {
      const row = await table.get({ pk, sk: sk(number) })
      return row && actOf(LedgerEvent.parse(row))
    },

    /** Newest first. */
    async page(paging: Paging = {}): Promise<Page<Act>> {
      const within = { from: 'EVENT#', to: 'EVENT#~', newestFirst: true }
      const rows = await partitionPage(table, pk, { ...paging, ...within })
      return mapPage(rows, (row) => actOf(LedgerEvent.parse(row)))
    },

    /** Newest first, those of before the chain: one Beijing month `YYYY-MM` a list. */
    async earlier(month: string, paging: Paging = {}): Promise<Page<Act>> {
      const rows = await partitionPage(table, `${pk}#${month}`, { ...paging, newestFirst: true })
      return mapPage(rows, (row) => EarlierAct.parse(row))
    },

    /** As chained, from one number to another, both inclusive: for whoever verifies them. */
    async stretch(from: number, to: number): Promise<LedgerEvent[]> {
      const rows = await table.span(pk, { from: sk(from), to: sk(to), limit: Infinity })
      return rows.map((row) => LedgerEvent.parse(row))
    },
  }
}

export type Acts = ReturnType<typeof actsLedger>
/** For whoever reads the record and adds nothing to it. */
export type ReadActs = Pick<Acts, 'page'>
