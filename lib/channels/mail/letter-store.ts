import * as z from 'zod'
import { absent, ConditionFailed, type Table } from '../../platform/table'

/** A letter as it was sent, without codes and without the secrets of links (article 11). */
export const KeptLetter = z.object({
  messageId: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  /** `unknown`: the connection broke after the letter was handed over */
  outcome: z.enum(['sent', 'unknown']),
  at: z.iso.datetime(),
})
export type KeptLetter = z.infer<typeof KeptLetter>

/** Letters by thread, e.g. `submission.<id>`; keys in docs/table.md. */
export function letterStore(table: Table) {
  return {
    /** The first sending of a Message-ID stands: a repeated step sends the same letter. */
    async keep(thread: string, letter: KeptLetter): Promise<void> {
      try {
        await table.put({ ...letter, pk: `LETTERS#${thread}`, sk: letter.messageId }, absent)
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
      }
    },

    /** Letters of a thread in the order they were sent. */
    async ofThread(thread: string): Promise<KeptLetter[]> {
      const rows = await table.partition(`LETTERS#${thread}`)
      return rows
        .map((row) => KeptLetter.parse(row))
        .sort((a, b) => a.at.localeCompare(b.at) || a.messageId.localeCompare(b.messageId))
    },
  }
}

export type Letters = ReturnType<typeof letterStore>
