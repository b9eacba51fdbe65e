import * as z from 'zod'
import type { Table, Write } from '../../platform/table'
import type { Letter } from './mail'

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

/** The copy of a letter that left, for the transaction that records it: only letters of a thread are kept, the first stands. */
export const keptLetterWrites = (letter: Letter, outcome: KeptLetter['outcome'], at: Date): Write[] => {
  const { to, gathers = [] } = letter
  return [letter, ...gathers].flatMap(({ messageId, thread, subject, kept }) => {
    if (!thread || kept === undefined) return []
    const row: KeptLetter = { messageId, to, subject, text: kept, outcome, at: at.toISOString() }
    return [{ keep: { ...row, pk: `LETTERS#${thread}`, sk: messageId } }]
  })
}

/** Letters by thread, e.g. `submission.<id>`; keys in docs/table.md. */
export function letterStore(table: Table) {
  return {
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
