import * as z from 'zod'
import type { Table, Write } from '../platform/table'

/** What every link of a mail has, whatever is decided behind it; found by the hash of its token (invariant 4). */
export const LinkHead = z.object({
  linkHash: z.string(),
  /** whose room opens it */
  about: z.enum(['submission', 'loan']).default('submission'),
  personId: z.string(),
  /** single use: a link mailed anew has the next round, and the one before is void */
  round: z.number(),
  /** codes tried so far */
  attempts: z.number(),
})
export type LinkHead = z.infer<typeof LinkHead>

const linkKey = (hash: string) => ({ pk: `LINK#${hash}`, sk: 'HEAD' })

/** A new link, nothing tried yet; what else it names is its room's. */
export const linkWrite = (link: Omit<LinkHead, 'attempts'> & Record<string, unknown>): Write => ({
  put: { ...link, ...linkKey(link.linkHash), attempts: 0 },
})

/** Links of all rooms; keys in docs/table.md. */
export function linkStore(table: Table) {
  return {
    /** The link as its room wrote it. */
    async link<T extends LinkHead>(hash: string, schema: z.ZodType<T>): Promise<T | undefined> {
      const row = await table.get(linkKey(hash))
      const read = row && schema.safeParse(row)
      return read?.success ? read.data : undefined
    },

    /** Counts an attempt before the code is looked at; returns how many there were. */
    async attempt(hash: string): Promise<number> {
      return table.increment(linkKey(hash), 'attempts', 1)
    },
  }
}

export type Links = ReturnType<typeof linkStore>
