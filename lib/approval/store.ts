import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import type { WaitOf } from '../matter/waiting'
import { absent, type Row, type Table, type Write } from '../platform/table'
import { submissionPk } from '../submission/store'
import { Ask, Link, Turn } from './approval'
import { linkStore, linkWrite } from './link-store'

const place = (version: number, index: number) => `v${String(version).padStart(4, '0')}#${index}`
const turnKey = (id: string, version: number, index: number) => ({
  pk: submissionPk(id),
  sk: `TURN#${place(version, index)}`,
})
const askKey = (id: string, version: number, index: number, personId: string) => ({
  pk: submissionPk(id),
  sk: `ASK#${place(version, index)}#${personId}`,
})

/** A person's decision places the turn in that person's history. */
const turnRow = (turn: Turn): Row => ({
  ...turn,
  ...turnKey(turn.submissionId, turn.version, turn.index),
  ...(turn.decision &&
    turn.decision.by !== 'system' && {
      gsi1pk: `DECIDED#${turn.decision.by}`,
      gsi1sk: turn.decision.at,
    }),
})

/** Saves the turn only if nobody touched it since it was read. */
export const turnWrite = (before: Turn, after: Turn): Write => ({
  put: turnRow(after),
  when: {
    expression: '#revision = :seen',
    names: { '#revision': 'revision' },
    values: { ':seen': before.revision },
  },
})

/** An ask, its place in the person's queue and its link, in one moment. */
export const askWrites = (ask: Ask): Write[] => [
  {
    put: {
      ...ask,
      ...askKey(ask.submissionId, ask.version, ask.index, ask.personId),
      gsi1pk: `ASKED#${ask.personId}`,
      gsi1sk: ask.deadline,
    },
  },
  linkWrite({
    about: 'submission',
    linkHash: ask.linkHash,
    submissionId: ask.submissionId,
    version: ask.version,
    index: ask.index,
    personId: ask.personId,
    round: ask.round,
  }),
]

/** A tier with its asks and links, once. */
export const openWrites = (opening: Turn, asks: Ask[]): Write[] => [
  { put: turnRow(opening), when: absent },
  ...asks.flatMap(askWrites),
]

/** The machine of a version while it waits for the decision on one tier. */
export const turnWait = ({
  submissionId,
  version,
  index,
}: Pick<Turn, 'submissionId' | 'version' | 'index'>): WaitOf => ({
  pk: submissionPk(submissionId),
  name: place(version, index),
  watched: { kind: 'approval', id: submissionId },
})

/** Takes an answered or closed ask out of the person's queue; the row stays for the archive. */
export const settledWrites = (asks: Ask[]): Write[] =>
  asks.map((ask) => ({ put: { ...ask, ...askKey(ask.submissionId, ask.version, ask.index, ask.personId) } }))

/** Turns, asks and links of the approval room; keys in docs/table.md. */
export function approvalStore(table: Table) {
  const links = linkStore(table)
  const turn = async (id: string, version: number, index: number): Promise<Turn | undefined> => {
    const row = await table.get(turnKey(id, version, index))
    return row && Turn.parse(row)
  }

  return {
    turn,

    async save(before: Turn, after: Turn): Promise<void> {
      await table.transact([turnWrite(before, after)])
    },

    async ask(asks: Ask[]): Promise<void> {
      await table.transact(asks.flatMap(askWrites))
    },

    async settle(asks: Ask[]): Promise<void> {
      if (asks.length > 0) await table.transact(settledWrites(asks))
    },

    async turnsOf(id: string, version: number): Promise<Turn[]> {
      const rows = await table.partition(submissionPk(id), `TURN#v${String(version).padStart(4, '0')}#`)
      return rows.map((row) => Turn.parse(row))
    },

    async asksOf(id: string, version: number, index?: number): Promise<Ask[]> {
      const prefix =
        index === undefined ? `ASK#v${String(version).padStart(4, '0')}#` : `ASK#${place(version, index)}#`
      return (await table.partition(submissionPk(id), prefix)).map((row) => Ask.parse(row))
    },

    /** What waits for this person, nearest deadline first. */
    async waitingFor(personId: string, paging: Paging = {}): Promise<Page<Ask>> {
      return mapPage(await pageOf(table, `ASKED#${personId}`, paging), (row) => Ask.parse(row))
    },

    /** What this person decided, newest first. */
    async decidedBy(personId: string, paging: Paging = {}): Promise<Page<Turn>> {
      const rows = await pageOf(table, `DECIDED#${personId}`, { ...paging, newestFirst: true })
      return mapPage(rows, (row) => Turn.parse(row))
    },

    link: (hash: string): Promise<Link | undefined> => links.link(hash, Link),
    attempt: links.attempt,
  }
}

export type Approvals = ReturnType<typeof approvalStore>
