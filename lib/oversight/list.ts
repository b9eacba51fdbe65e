import * as z from 'zod'
import type { People } from '../people/store'
import { mapPage, type Page, type Paging } from '../platform/paging'
import { isAsked } from '../question/ask'
import type { Asks } from '../question/store'
import { whyOf } from './letters'
import { Proposal } from './proposal'
import { proposalAsks, type Proposals } from './store'

const Sentence = z.object({ zh: z.string(), en: z.string() })

/** A proposal as lists show it. */
export const ShownProposal = Proposal.pick({
  ...{ id: true, state: true, act: true, proposedBy: true, decision: true, glass: true, trouble: true },
}).extend({
  why: Sentence.optional(),
  deadline: z.iso.datetime(),
  /** names of those who may confirm it, while it waits */
  waitsFor: z.array(z.string()),
})
export type ShownProposal = z.infer<typeof ShownProposal>

interface Needs {
  asks: Asks
  people: People
}

export const shownProposal =
  ({ asks, people }: Needs) =>
  async (proposal: Proposal): Promise<ShownProposal> => {
    const { id, state, act, proposedBy, decision, glass, trouble } = proposal
    const open = state === 'waiting' ? (await asks.of(proposalAsks, { proposalId: id })).filter(isAsked) : []
    const waitsFor = await Promise.all(
      open.map(async ({ personId }) => (await people.withId(personId))?.name ?? personId),
    )
    return {
      ...{ id, state, act, proposedBy, waitsFor, deadline: proposal.wait.deadline, why: whyOf(proposal) },
      ...(decision && { decision }),
      ...(glass && { glass }),
      ...(trouble && { trouble }),
    }
  }

/** Proposed changes, the newest first, whatever became of them. */
export const listProposals =
  ({ proposals, ...needs }: Needs & { proposals: Proposals }) =>
  async (paging: Paging): Promise<Page<ShownProposal>> => {
    const page = await proposals.page(paging)
    const items = await Promise.all(page.items.map(shownProposal(needs)))
    return mapPage({ ...page, items: [...items] }, (item) => item)
  }
