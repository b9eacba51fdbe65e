import { Refusal } from '../platform/refusal'
import type { Table } from '../platform/table'
import { ListedStart, Start } from './start'

const ownerPk = (owner: string) => `STARTS#${owner}`
const lineKey = (owner: string, id: string) => ({ pk: ownerPk(owner), sk: `LINE#${id}` })
const startKey = (owner: string, id: string) => ({ pk: ownerPk(owner), sk: `START#${id}` })

/** Templates and blocks, a partition each owner: a small line for lists, and each whole (docs/table.md). */
export function startStore(table: Table) {
  return {
    /** Lines of one owner, by name. */
    async of(owner: string): Promise<ListedStart[]> {
      const rows = await table.partition(ownerPk(owner), 'LINE#')
      return rows
        .map((row) => ListedStart.parse(row))
        .sort((one, other) => one.name.localeCompare(other.name, 'zh'))
    },

    /** @throws Refusal `NotFound` */
    async withId(owner: string, id: string): Promise<Start> {
      const row = await table.get(startKey(owner, id))
      if (row) return Start.parse(row)
      throw new Refusal('NotFound', { zh: '没有这个模板或常用块', en: 'there is no such template or block' })
    },

    /** With the same id again it takes the place of what is there. */
    async save(start: Start): Promise<void> {
      const { owner, id } = start
      await table.transact([
        { put: { ...ListedStart.parse(start), ...lineKey(owner, id) } },
        { put: { ...start, ...startKey(owner, id) } },
      ])
    },

    async remove(owner: string, id: string): Promise<void> {
      await table.transact([{ remove: lineKey(owner, id) }, { remove: startKey(owner, id) }])
    },
  }
}

export type Starts = ReturnType<typeof startStore>
