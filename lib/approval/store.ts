import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import type { WaitOf } from '../matter/waiting'
import { absent, type Row, type Table, type Write } from '../platform/table'
import { submissionPk } from '../submission/store'
import { askWrites } from '../question/store'
import { Turn } from './approval'
import { Ask, tierAsks, tierPlace, versionPlace, type AtTier } from './ask'

const turnKey = (at: AtTier) => ({ pk: submissionPk(at.submissionId), sk: `TURN#${tierPlace(at)}` })

/** A person's decision places the turn in that person's history. */
const turnRow = (turn: Turn): Row => ({
  ...turn,
  ...turnKey(turn),
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

/** A tier with its asks and links, once. */
export const openWrites = (opening: Turn, asks: Ask[]): Write[] => [
  { put: turnRow(opening), when: absent },
  ...asks.flatMap((ask) => askWrites(tierAsks, ask)),
]

/** The machine of a version while it waits for the decision on one tier. */
export const turnWait = (at: AtTier): WaitOf => ({
  pk: submissionPk(at.submissionId),
  name: tierPlace(at),
  watched: { kind: 'approval', id: at.submissionId },
})

/** Turns of the approval room, and who was asked in them; keys in docs/table.md. */
export function approvalStore(table: Table) {
  const turn = async (submissionId: string, version: number, index: number): Promise<Turn | undefined> => {
    const row = await table.get(turnKey({ submissionId, version, index }))
    return row && Turn.parse(row)
  }

  return {
    turn,

    async save(before: Turn, after: Turn): Promise<void> {
      await table.transact([turnWrite(before, after)])
    },

    async turnsOf(id: string, version: number): Promise<Turn[]> {
      const rows = await table.partition(submissionPk(id), `TURN#${versionPlace(version)}`)
      return rows.map((row) => Turn.parse(row))
    },

    async asksOf(id: string, version: number, index?: number): Promise<Ask[]> {
      const prefix = index === undefined ? versionPlace(version) : `${tierPlace({ version, index })}#`
      return (await table.partition(submissionPk(id), `ASK#${prefix}`)).map((row) => Ask.parse(row))
    },

    /** What this person decided, newest first. */
    async decidedBy(personId: string, paging: Paging = {}): Promise<Page<Turn>> {
      const rows = await pageOf(table, `DECIDED#${personId}`, { ...paging, newestFirst: true })
      return mapPage(rows, (row) => Turn.parse(row))
    },
  }
}

export type Approvals = ReturnType<typeof approvalStore>
