import { eventWords } from './event-words'
import type { Bilingual } from './finding'

/** An event of a ledger, as far as people read it. */
interface Kept {
  by: string
  at: string
  type: string
  facts: Record<string, unknown>
}

/** One line of a history: what happened, when, by whom, and whom it asked. */
export interface HistoryLine {
  words: Bilingual
  at: string
  /** ISO, of the last one, where several in a row are one line */
  until?: string
  times: number
  /** nobody: the system did it by itself */
  name?: string
  /** names of those who were asked */
  asked: string[]
  tier?: string
  reason?: string
}

/** What is kept without anybody asking for it, over and over: in a row it is one line. */
const quiet = ['SubmissionEdited', 'SendLookedAt', 'RemovalTried']

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const askedOf = ({ facts }: Kept): string[] =>
  Array.isArray(facts['of']) ? facts['of'].filter((one) => typeof one === 'string') : []

/** Ids of everybody whom a history of these events names. */
export const personsIn = (events: Kept[]): string[] =>
  [...new Set(events.flatMap((event) => [event.by, ...askedOf(event)]))].filter((id) => id !== 'system')

/** A ledger as people read it: in words, by name, and a text that was kept twenty times while it was written is one line. */
export function historyOf(events: Kept[], nameOf: (id: string) => string): HistoryLine[] {
  const lines: HistoryLine[] = []
  let before: Kept | undefined
  for (const event of events) {
    const { type, by, at, facts } = event
    const last = lines.at(-1)
    if (last && quiet.includes(type) && before?.type === type && before.by === by) {
      last.until = at
      last.times += 1
    } else {
      const name = text(facts['name']) ?? (by === 'system' ? undefined : nameOf(by))
      const [tier, reason] = [text(facts['tier']), text(facts['reason'] ?? facts['text'])]
      lines.push({
        ...{ words: eventWords(type), at, times: 1, asked: askedOf(event).map(nameOf) },
        ...(name !== undefined && { name }),
        ...(tier !== undefined && { tier }),
        ...(reason !== undefined && { reason }),
      })
    }
    before = event
  }
  return lines
}
