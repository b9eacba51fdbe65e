import * as z from 'zod'
import { chainedStore } from '../matter/chained'
import { watchWrite } from '../matter/watch'
import type { Clock } from '../platform/clock'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import type { Table, Write } from '../platform/table'
import type { AskKind } from '../question/ask'
import { askStore, settledWrites } from '../question/store'
import { Proposal } from './proposal'

export const AtProposal = z.object({ proposalId: z.string() })
export type AtProposal = z.infer<typeof AtProposal>
const AskedProposal = AtProposal.extend({ deadline: z.iso.datetime().optional() })
export type AskedProposal = z.infer<typeof AskedProposal>

const proposalPk = (id: string) => `PROPOSAL#${id}`
const watched = (id: string, at: Date): Write => watchWrite(proposalPk(id), { kind: 'proposal', id }, at)

/** How the asks of a proposal lie in the table and are sealed. */
export const proposalAsks: AskKind<AtProposal, AskedProposal> = {
  about: 'proposal',
  seals: { link: 'proposal-link', code: 'proposal-code' },
  At: AtProposal,
  Fields: AskedProposal,
  parts: ({ proposalId }) => [proposalId],
  home: ({ proposalId }) => ({ pk: proposalPk(proposalId), prefix: 'ASK#' }),
  list: (personId) => `ASKED#${personId}#PROPOSALS`,
  watchWrite: ({ proposalId }, now) => watched(proposalId, now),
}

const list = 'PROPOSALS'

/** Proposed changes with their ledger and asks; keys in docs/table.md. */
export function proposalStore(table: Table, clock: Clock) {
  const chained = chainedStore<Proposal>({
    table,
    clock,
    pk: proposalPk,
    parse: (row) => Proposal.parse(row),
    idOf: ({ id }) => id,
    place: ({ id, proposedBy }) => ({ gsi1pk: list, gsi1sk: `${proposedBy.at}#${id}` }),
    // Looked at by the next run of the watch, which lets it take effect and tells its end: no public door can.
    alsoWrites: (_, { id, closedAt, updatedAt }) => (closedAt ? [] : [watched(id, new Date(updatedAt))]),
    missing: () => new Refusal('NotFound', { zh: '没有这项变更', en: 'there is no such change' }),
  })
  const asks = askStore(table)
  return {
    ...chained,

    /** A proposal's rows with those of the record, in one moment. */
    save: (rows: Write[]): Promise<void> => table.transact(rows),

    /** The newest first. */
    async page(paging: Paging = {}): Promise<Page<Proposal>> {
      return mapPage(await pageOf(table, list, { ...paging, newestFirst: true }), (row) =>
        Proposal.parse(row),
      )
    },

    /** Takes it out of the queues of whoever is asked, with the change that closes it. */
    async settled(proposalId: string): Promise<Write[]> {
      return settledWrites(proposalAsks, await asks.of(proposalAsks, { proposalId }))
    },
  }
}

export type Proposals = ReturnType<typeof proposalStore>
