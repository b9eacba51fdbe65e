import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { ConditionFailed, absent, pieces, type Table, type Write } from '../platform/table'
import { submissionPk } from '../submission/store'
import { Entry, listsOf } from './entry'
import { Figure, figureName } from './figure'

const padded = (n: number) => String(n).padStart(6, '0')
const entryKey = (id: string) => ({ pk: submissionPk(id), sk: 'ARCHIVED' })
const figureList = (unitId: string) => `UNIT#${unitId}#FIGURES`
const listPrefix = 'ARCHIVED#'

/** Lines of the archive and the bundles behind them; keys in docs/table.md. */
export function archiveStore(table: Table) {
  const find = async (submissionId: string): Promise<Entry | undefined> => {
    const row = await table.get(entryKey(submissionId))
    return row && Entry.parse(row)
  }

  return {
    find,

    /** The bundle of this length of the ledger, if it was sealed. */
    async bundle(submissionId: string, events: number): Promise<Entry | undefined> {
      const row = await table.get({ pk: submissionPk(submissionId), sk: `BUNDLE#${padded(events)}` })
      return row && Entry.parse(row)
    },

    /** Every bundle of a submission, oldest first. */
    async bundles(submissionId: string): Promise<Entry[]> {
      return (await table.partition(submissionPk(submissionId), 'BUNDLE#')).map((row) => Entry.parse(row))
    },

    /** Records a sealed bundle; of two runs that sealed the same, the first counts. Answers the one that stands. */
    async record(entry: Entry): Promise<Entry> {
      const key = { pk: submissionPk(entry.submissionId), sk: `BUNDLE#${padded(entry.ledger.events)}` }
      try {
        await table.put({ ...entry, ...key }, absent)
        return entry
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        return Entry.parse(error.row ?? (await table.get(key)))
      }
    },

    /** Makes it the line that searches find, in all its lists, unless a longer bundle stands there. */
    async enlist(entry: Entry): Promise<void> {
      const pk = submissionPk(entry.submissionId)
      const lists = listsOf(entry)
      const stale = (await table.partition(pk, listPrefix)).filter(({ sk }) => !lists.includes(sk))
      const writes: Write[] = [
        {
          put: { ...entry, ...entryKey(entry.submissionId), events: entry.ledger.events },
          when: {
            expression: 'attribute_not_exists(pk) OR #events <= :events',
            names: { '#events': 'events' },
            values: { ':events': entry.ledger.events },
          },
        },
        ...lists.map((list) => ({
          put: { ...entry, pk, sk: list, gsi1pk: list, gsi1sk: `${entry.endedAt}#${entry.submissionId}` },
        })),
        ...stale.map(({ sk }) => ({ remove: { pk, sk } })),
      ]
      try {
        await table.transact(writes)
      } catch (error) {
        // A later end was sealed first: its line stands.
        if (!(error instanceof ConditionFailed)) throw error
      }
    },

    /** What happened to a submission, each once, however often it is said. */
    async keepFigures(figures: Figure[]): Promise<void> {
      const rows = figures.map((figure) => ({
        put: {
          ...figure,
          ...{ pk: submissionPk(figure.submissionId), sk: `FIGURE#${figureName(figure)}` },
          ...{ gsi1pk: figureList(figure.unitId), gsi1sk: `${figure.at}#${figure.submissionId}` },
        },
      }))
      for (const some of pieces(rows)) await table.transact(some)
    },

    /** What happened to the items of a unit within `[from, to]`, in its order. */
    async figures(unitId: string, { from, to }: { from: string; to: string }): Promise<Figure[]> {
      const rows = await table.list(figureList(unitId), { from, to: `${to}#~`, limit: Infinity })
      return rows.map((row) => Figure.parse(row))
    },

    /** Lines of a list that ended within `[from, to)`, newest first, of those that `fits` lets through. */
    async inList(
      list: string,
      { fits, ...ask }: Paging & { from: string; to: string; fits?: (entry: Entry) => boolean },
    ): Promise<Page<Entry>> {
      const rows = await pageOf(table, list, {
        ...ask,
        newestFirst: true,
        ...(fits && { fits: (row) => fits(Entry.parse(row)) }),
      })
      return mapPage(rows, (row) => Entry.parse(row))
    },
  }
}

export type Archive = ReturnType<typeof archiveStore>
