import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import type { Table } from '../platform/table'
import { Probe, Standing } from './probe'

/** Probes of one account, newest first, and what was last known of each permission and case; docs/table.md. */
export function probeStore(table: Table, account: string) {
  const pk = `PROBE#${account}`
  const lastKey = { pk, sk: 'LAST' }
  const list = `PROBES#${account}`
  return {
    account,

    /** Empty before the first. */
    async standing(): Promise<Standing> {
      const row = await table.get(lastKey)
      return row ? Standing.parse(row['standing']) : {}
    },

    /** The report and what is known from now on, in one moment. */
    async save(probe: Probe, standing: Standing): Promise<void> {
      await table.transact([
        { put: { ...probe, pk, sk: `AT#${probe.at}`, gsi1pk: list, gsi1sk: probe.at } },
        { put: { standing, ...lastKey } },
      ])
    },

    async newest(paging: Paging = {}): Promise<Page<Probe>> {
      return mapPage(await pageOf(table, list, { limit: 10, ...paging, newestFirst: true }), (row) =>
        Probe.parse(row),
      )
    },
  }
}

export type Probes = ReturnType<typeof probeStore>
