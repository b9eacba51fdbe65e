import type { Seat } from '../people/seats'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { ConditionFailed } from '../platform/table'
import type { Question } from '../question/question'
import { askLetter, newsLetter, reminderLetter } from './letters'
import { requireWaiting, type Proposal } from './proposal'
import { conflictOfSecond, seatsOfSecond } from './seconds'
import { proposalAsks, type AskedProposal, type AtProposal, type Proposals } from './store'
import { titleOf } from './words'

/** A proposed change, and which posts may confirm it today. */
export interface ProposalMatter {
  proposal: Proposal
  seats: Seat[]
}

export type ProposalQuestion = Question<AtProposal, AskedProposal, ProposalMatter>

/** A second person is asked whether a change shall take effect. */
export function proposalQuestion(needs: {
  proposals: Proposals
  people: People
  clock: Clock
}): ProposalQuestion {
  const { proposals, people } = needs
  return {
    kind: proposalAsks,
    seats: ({ seats }) => seats,
    conflict: ({ proposal }) => conflictOfSecond(needs)(proposal.proposedBy.id),

    async find({ proposalId }) {
      const proposal = await proposals.find(proposalId)
      if (!proposal) return undefined
      const { proposedBy, concernsHead } = proposal
      return { proposal, seats: await seatsOfSecond(needs)({ proposerId: proposedBy.id, concernsHead }) }
    },

    fields: ({ proposal: { id, wait } }) => ({ proposalId: id, deadline: wait.deadline }),
    waitOf: ({ proposal: { state, wait } }) => (state === 'waiting' ? wait : undefined),
    title: ({ proposal }) => titleOf(proposal.act).zh,
    page: () => '/changes',
    thread: ({ proposal }) => `proposal.${proposal.id}`,
    ofThread: async (thread) => {
      const proposalId = /^proposal\.(.+)$/.exec(thread)?.[1]
      return proposalId === undefined ? undefined : { proposalId }
    },

    letters: {
      ask: ({ proposal }, mailed) => askLetter(proposal, mailed),
      remind: ({ proposal }, mailed, count) => reminderLetter(proposal, mailed, count),
      overdue: ({ proposal }, presser) =>
        newsLetter(proposal, presser, {
          ...{ name: 'overdue', mayOpen: true },
          head: { zh: '变更逾期未复核', en: 'nobody has confirmed a change' },
          say: {
            zh: '您提出的变更超过期限仍无人确认。请当面或电话催促；再无人答复，它将失效。',
            en: 'Nobody has confirmed the change you proposed in time. Ask them in person; otherwise it lapses.',
          },
        }),
    },
    pressers: async ({ proposal }) =>
      [await people.withId(proposal.proposedBy.id)].flatMap((one) => one ?? []),

    async handOver({ proposal }, { ended, fresh }, writes) {
      let saved: 'saved' | 'closed' = 'closed'
      await proposals.change(proposal.id, (current) => {
        saved = current.state === 'waiting' ? 'saved' : 'closed'
        if (saved === 'closed') return undefined
        // Who is asked was read before this: another hand may have asked others meanwhile.
        if (current.revision !== proposal.revision) throw new ConditionFailed(undefined)
        const facts = {
          from: ended.map(({ personId }) => personId),
          to: fresh.map(({ personId }) => personId),
        }
        return { next: current, happened: { by: 'system', type: 'ProposalHandedOver', facts }, writes }
      })
      return saved
    },

    async pressed({ proposal: { id } }, passed) {
      await proposals.change(id, (current) =>
        current.state !== 'waiting' || current.wait.passed >= passed
          ? undefined
          : {
              next: { ...current, wait: { ...current.wait, passed } },
              happened: { by: 'system', type: 'ProposalPressed', facts: { count: passed } },
            },
      )
    },

    async expire({ proposal: { id } }, _asks, writes) {
      await proposals.change(id, (current) => {
        requireWaiting(current)
        return {
          next: { ...current, state: 'expired' },
          happened: { by: 'system', type: 'ProposalLapsed', facts: {} },
          writes,
        }
      })
    },
  }
}
