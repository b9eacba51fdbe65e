import * as z from 'zod'
import { Removes } from '../submission/removes'
import { states, Publication, Submission } from '../submission/submission'
import type { Known, Manifest } from './bundle'

const ofRemoval = Removes.pick({ submissionId: true, reason: true, atOnce: true, after: true })

/** One line of the archive: what a search lists and the register (台账) prints; the newest bundle of a submission. */
export const Entry = z.object({
  submissionId: z.string(),
  /** for people: month and the first part of the id, e.g. `202611-0B8F5F0E` */
  number: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  title: z.string(),
  category: z.number().optional(),
  channels: z.array(z.string()),
  officer: z.object({ id: z.string(), name: z.string() }),
  /** of the last version, in the order of the route */
  decisions: z.array(
    z.object({ tier: z.string(), by: z.string(), name: z.string(), kind: z.string(), at: z.string() }),
  ),
  result: z.enum(states),
  /** of a removal: what it took down and why */
  removes: ofRemoval.optional(),
  publications: z.array(Publication),
  /** approved for these channels and never used there */
  unused: Submission.shape.unused,
  endedAt: z.iso.datetime(),
  prefix: z.string(),
  manifestVersionId: z.string(),
  ledger: z.object({ events: z.number(), head: z.string() }),
  seal: z.string(),
  files: z.number(),
  bytes: z.number(),
})
export type Entry = z.infer<typeof Entry>

/** Readers have it since then, or it ended otherwise then: the date it is filed under. */
export const endedAtOf = ({ state, publications, endedAt, updatedAt }: Submission): string =>
  (state === 'published' ? publications.map(({ at }) => at).sort()[0] : undefined) ?? endedAt ?? updatedAt

const monthOf = (instant: string) =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 7).replace('-', '')

export function entryOf(
  { head, unitName, people, turns }: Known,
  manifest: Manifest,
  stored: { prefix: string; manifestVersionId: string },
): Entry {
  const endedAt = endedAtOf(head)
  return {
    submissionId: head.id,
    number: `${monthOf(endedAt)}-${head.id.slice(0, 8).toUpperCase()}`,
    unitId: head.unitId,
    unitName,
    title: head.content.title,
    category: head.content.category,
    channels: head.content.channels,
    officer: {
      id: head.officerId,
      name: people.find(({ id }) => id === head.officerId)?.name ?? head.officerId,
    },
    decisions: turns
      .filter((turn) => turn.version === head.version)
      .flatMap(({ tier, decision }) =>
        decision
          ? [{ tier, by: decision.by, name: decision.name, kind: decision.kind, at: decision.at }]
          : [],
      ),
    result: head.state,
    ...(head.removes && { removes: ofRemoval.parse(head.removes) }),
    publications: head.publications,
    ...(head.unused && { unused: head.unused }),
    endedAt,
    ...stored,
    ledger: manifest.ledger,
    seal: manifest.seal,
    files: manifest.files.length,
    bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** Where an entry is found: all or one of these, within one unit or the whole company. */
export interface Facet {
  unitId?: string
  category?: number
  personId?: string
}

/** The list a facet is; a person's comes before a category's, the rest of the question is asked of each line. */
export const listOf = ({ unitId, category, personId }: Facet): string =>
  [
    'ARCHIVED',
    unitId ?? 'ALL',
    personId !== undefined ? `PERSON#${personId}` : category !== undefined ? `CATEGORY#${category}` : 'ANY',
  ].join('#')

/** Officer and everybody who decided. */
const personsOf = ({ officer, decisions }: Entry): string[] => [
  ...new Set([officer.id, ...decisions.map(({ by }) => by)].filter((id) => id !== 'system')),
]

/** Every list an entry stands in. */
export const listsOf = (entry: Entry): string[] =>
  [undefined, entry.unitId].flatMap((unitId) => [
    listOf({ unitId }),
    ...(entry.category === undefined ? [] : [listOf({ unitId, category: entry.category })]),
    ...personsOf(entry).map((personId) => listOf({ unitId, personId })),
  ])
