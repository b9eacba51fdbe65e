import type { Resume } from '../matter/watch'
import { isAsked } from '../question/ask'
import { handOver } from '../question/hand-over'
import { mailAsk } from '../question/mail-ask'
import { pressQuestion } from '../question/press'
import { theSystem } from '../security/act'
import { concernedIn } from './change'
import type { Proposal } from './proposal'
import { proposalQuestion } from './proposal-question'
import type { ProposeNeeds } from './propose'
import { byOf, closeProposal, takeEffect } from './take-effect'

/** Roles end by the clock and people leave: it is looked at as often for whoever may confirm it now. */
export const lookMs = 3_600_000

interface Needs extends ProposeNeeds {
  /** what was asked of this person moves to whoever holds the role now */
  askOthers: (personId: string) => Promise<void>
}

/**
 * Invariants 7 and 11: until its end is on record and told a proposal is looked at: what was confirmed takes effect, what
 * was refused or lapsed is closed, what waits is pressed and is with whoever may confirm it now.
 */
export const resumeProposal =
  (needs: Needs): Resume =>
  async ({ id }) => {
    const { proposals, asks, clock } = needs
    const proposal = await proposals.withId(id)
    if (proposal.closedAt) return undefined
    const { state, glass, change } = proposal
    const isForced = state === 'waiting' && glass && new Date(glass.effectiveAt) <= clock.now()
    if (state === 'confirmed' || isForced) {
      await takeEffect(needs)(proposal)
      const concerned = concernedIn(change)
      if (concerned !== undefined) await needs.askOthers(concerned)
      return undefined
    }
    if (state === 'refused') {
      await closeProposal(needs)(proposal, {
        ...{ act: 'ProposalRefused', by: byOf(proposal) },
        head: { zh: '变更未获同意', en: 'the change was refused' },
        say: {
          zh: `${byOf(proposal).name}不同意您提出的变更，什么都没有变。`,
          en: `${byOf(proposal).name} refused the change you proposed; nothing has changed.`,
        },
      })
      return undefined
    }
    if (state === 'expired') {
      await closeProposal(needs)(proposal, {
        ...{ act: 'ProposalExpired', by: theSystem },
        head: { zh: '变更无人复核，已失效', en: 'nobody confirmed the change' },
        say: {
          zh: '期限内无人确认您提出的变更，它已失效，什么都没有变。',
          en: 'Nobody confirmed the change you proposed in time; it lapsed and nothing has changed.',
        },
      })
      return undefined
    }
    return whileWaiting(proposal)

    async function whileWaiting({ wait }: Proposal): Promise<Date> {
      const asking = { ...needs, question: proposalQuestion(needs) }
      await pressQuestion(asking)({ proposalId: id })
      await handOver(asking)({ proposalId: id })
      const matter = await asking.question.find({ proposalId: id })
      // Whoever proposed it may have died before the letters were written; once a Message-ID.
      for (const ask of matter ? await asks.of(asking.question.kind, { proposalId: id }) : [])
        if (matter && isAsked(ask)) await mailAsk(asking)(matter, ask)
      const next = wait.moments.map(({ at }) => Date.parse(at)).find((at) => at > clock.now().getTime())
      const looks = [clock.now().getTime() + lookMs, next, glass && Date.parse(glass.effectiveAt)]
      return new Date(Math.min(...looks.flatMap((at) => at ?? [])))
    }
  }
