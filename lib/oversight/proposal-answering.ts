import { renderChangeDecisionPage } from '../pages/change-decision-page'
import { sampleIn } from '../theme/sample'
import type { People } from '../people/store'
import { unpublishedNote } from '../policy/unpublished'
import type { Answering } from '../question/question'
import { whyOf } from './letters'
import { requireWaiting } from './proposal'
import type { ProposalMatter } from './proposal-question'
import type { AskedProposal, Proposals } from './store'
import { linesOf, titleOf } from './words'

/** How the second person answers: what is shown, and what is written. It takes effect later, from behind no public door. */
export const proposalAnswering = ({
  proposals,
  people,
}: {
  proposals: Proposals
  people: People
}): Answering<AskedProposal, ProposalMatter> => ({
  requireOpen: ({ proposal }) => requireWaiting(proposal),
  hashOf: ({ proposal }) => proposal.hash,

  async record({ matter: { proposal } }, answer, settle) {
    const confirms = answer.kind === 'approved'
    const decision = {
      ...{ id: answer.by, name: answer.name, at: answer.at },
      ...(answer.standsInFor && { standsInFor: answer.standsInFor }),
      ...(answer.reason && !confirms && { reason: answer.reason }),
    }
    await proposals.change(proposal.id, async (current) => {
      requireWaiting(current)
      return {
        next: { ...current, state: confirms ? 'confirmed' : 'refused', decision },
        happened: {
          by: answer.by,
          type: confirms ? 'ProposalConfirmed' : 'ProposalDeclined',
          facts: { hash: current.hash, ...decision },
        },
        writes: await settle(),
      }
    })
  },

  async show({ matter: { proposal }, person, ask }, form) {
    const { language } = form
    const holder = ask.standsInFor ? await people.withId(ask.standsInFor) : undefined
    return {
      page: renderChangeDecisionPage({
        ...form,
        title: titleOf(proposal.act)[language],
        lines: linesOf(proposal.act).map(([label, value]) => [label[language], value[language]]),
        ...(proposal.change.kind === 'theme' && { look: sampleIn(proposal.change.theme) }),
        why: whyOf(proposal)?.[language],
        proposer: proposal.proposedBy.name,
        proposedAt: new Date(proposal.proposedBy.at),
        decider: { name: person.name, ...(holder && { standsInFor: holder.name }) },
        ...(proposal.glass && {
          glass: { reason: proposal.glass.reason, effectiveAt: new Date(proposal.glass.effectiveAt) },
        }),
        deadline: new Date(proposal.wait.deadline),
        deadlineNote: unpublishedNote(proposal.wait.counted?.unpublished ?? []),
      }),
    }
  },

  answered: ({ matter: { proposal }, person }) => ({
    title: titleOf(proposal.act)[person.language],
    about: 'proposal',
  }),
})
