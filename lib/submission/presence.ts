import * as z from 'zod'
import type { Table } from '../platform/table'
import { submissionPk } from './store'

/** Longer than it takes a page to say again that it is open. */
const aliveMs = 45_000

/** A page that has a draft open to write in; gone by itself (TTL) when its page is. */
const Editing = z.object({
  /** the page’s own name: a person may have two */
  page: z.string(),
  personId: z.string(),
  name: z.string(),
  until: z.iso.datetime(),
})
type Editing = z.infer<typeof Editing>

/** Who has a draft open to write in; keys in docs/table.md. */
export function presenceStore(table: Table) {
  return {
    async renew(submissionId: string, open: Omit<Editing, 'until'>, now: Date): Promise<void> {
      const until = new Date(now.getTime() + aliveMs)
      await table.put({
        ...{ pk: submissionPk(submissionId), sk: `EDITING#${open.page}` },
        ...{ ...open, until: until.toISOString(), ttl: Math.ceil(until.getTime() / 1000) },
      })
    },

    /** AWS takes a day to remove what is over: it is left out. */
    async now(submissionId: string, now: Date): Promise<Editing[]> {
      const rows = await table.partition(submissionPk(submissionId), 'EDITING#')
      return rows.map((row) => Editing.parse(row)).filter(({ until }) => until > now.toISOString())
    },
  }
}

export type Presence = ReturnType<typeof presenceStore>
