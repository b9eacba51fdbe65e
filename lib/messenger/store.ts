import * as z from 'zod'
import { wayKinds, WaySecret } from '../channels/messenger/way'
import type { FieldCipher } from '../platform/field-cipher'
import type { Table, Write } from '../platform/table'

/** A robot or application the company reaches people by; what opens it is sealed and shown to nobody again. */
export const Way = z.object({
  id: z.string(),
  kind: z.enum(wayKinds),
  name: z.string(),
  addedBy: z.string(),
  addedAt: z.iso.datetime(),
  /** why it last refused a notice; gone with the next one it takes */
  trouble: z.object({ said: z.string(), at: z.iso.datetime() }).optional(),
  /** the last notice it took */
  sentAt: z.iso.datetime().optional(),
})
export type Way = z.infer<typeof Way>

const WayRow = Way.extend({ sealed: z.string() })
/** How a person wants to be told besides by mail. */
const Choice = z.object({ userId: z.string() })

const pk = 'MESSENGERS'
const wayKey = (id: string) => ({ pk, sk: `WAY#${id}` })
const choiceKey = (personId: string) => ({ pk, sk: `PERSON#${personId}` })

/** For whoever only looks: no key is asked for. */
export const listedWays = (table: Table) => ({
  /** Without their secrets, the oldest first. */
  async ways(): Promise<Way[]> {
    const rows = await table.partition(pk, 'WAY#')
    return rows.map((row) => Way.parse(row)).sort((a, b) => a.addedAt.localeCompare(b.addedAt))
  },
})

/** The company's robots and application, and who wants to be told by it (docs/table.md). */
export function messengerStore(table: Table, cipher: FieldCipher) {
  const rowOf = async (id: string) => {
    const row = await table.get(wayKey(id))
    return row && WayRow.parse(row)
  }
  return {
    ...listedWays(table),

    /** @throws Error when it is sealed with a key that is no longer kept */
    async secretOf(id: string): Promise<WaySecret | undefined> {
      const row = await rowOf(id)
      return row && WaySecret.parse(JSON.parse(await cipher.open(row.sealed, id)))
    },

    async addWrite(way: Way, secret: WaySecret): Promise<Write> {
      return { put: { ...way, sealed: await cipher.seal(JSON.stringify(secret), way.id), ...wayKey(way.id) } }
    },

    removeWrite: (id: string): Write => ({ remove: wayKey(id) }),

    /** What became of a notice, for the transaction that records it; nothing where the way is gone meanwhile. */
    async noteWrites(id: string, at: string, refused?: string): Promise<Write[]> {
      const row = await rowOf(id)
      if (!row) return []
      const { trouble: _, ...rest } = row
      const noted =
        refused === undefined ? { ...rest, sentAt: at } : { ...row, trouble: { said: refused, at } }
      return [{ put: { ...noted, ...wayKey(id) }, when: stillThere }]
    },

    /** One's account in 企业微信; nothing when one does not want to be told there. */
    async choiceOf(personId: string): Promise<string | undefined> {
      const row = await table.get(choiceKey(personId))
      return row && Choice.parse(row).userId
    },

    choose: (personId: string, userId: string | undefined): Promise<void> =>
      table.transact([
        userId === undefined ? { remove: choiceKey(personId) } : { put: { userId, ...choiceKey(personId) } },
      ]),
  }
}
const stillThere = { expression: 'attribute_exists(pk)' }

export type Messengers = ReturnType<typeof messengerStore>
