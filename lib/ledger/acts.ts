import * as z from 'zod'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { mapPage, partitionPage, type Page, type Paging } from '../platform/paging'
import { absent, type Table, type Write } from '../platform/table'
import { beijingDate } from '../policy/working-days'

/** One act of an administrator: who did what to whom or what, and when. Written with the change itself, never alone. */
export const Act = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** person's id and name at that time */
  by: z.string(),
  name: z.string(),
  /** past fact, e.g. `RoleGranted` */
  type: z.string(),
  /** what it was about, e.g. a person's id */
  about: z.string(),
  facts: z.record(z.string(), z.unknown()).default({}),
})
export type Act = z.infer<typeof Act>

const monthOf = (at: Date) => `ACTS#${beijingDate(at).slice(0, 7)}`

/** The record of administrative acts, a partition a Beijing month (docs/table.md). */
export function actsStore(table: Table, clock: Clock, ids: Ids) {
  return {
    /** The row of an act, to be written in one transaction with what it did. */
    actWrite(act: Omit<Act, 'id' | 'at'>): Write {
      const at = clock.now()
      const id = ids.uuid()
      return {
        put: { ...act, id, at: at.toISOString(), pk: monthOf(at), sk: `${at.toISOString()}#${id}` },
        when: absent,
      }
    },

    /** Acts of one Beijing month `YYYY-MM`, newest first. */
    async ofMonth(month: string, paging: Paging = {}): Promise<Page<Act>> {
      const rows = await partitionPage(table, `ACTS#${month}`, { ...paging, newestFirst: true })
      return mapPage(rows, (row) => Act.parse(row))
    },
  }
}

export type Acts = ReturnType<typeof actsStore>
