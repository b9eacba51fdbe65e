import { lookAgain } from '../matter/look-again'
import { named, type Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import type { Acts } from '../security/ledger'
import type { Clock } from '../platform/clock'
import { requireWaiting, type Proposal } from './proposal'
import type { Proposals } from './store'

/** Whoever proposed a change takes it back, until it is answered; the links to it are void. */
export const withdrawProposal =
  ({ proposals, acts, clock }: { proposals: Proposals; acts: Acts; clock: Clock }) =>
  ({ proposalId, by }: { proposalId: string; by: Person }): Promise<Proposal> =>
    lookAgain(async () => {
      const proposal = await proposals.withId(proposalId)
      requireProposer(proposal, by)
      requireWaiting(proposal)
      const { writes, next } = proposals.writesOf(proposal, {
        next: { ...proposal, state: 'withdrawn', closedAt: clock.now().toISOString() },
        happened: { by: by.id, type: 'ChangeWithdrawn', facts: {} },
        writes: await proposals.settled(proposalId),
      })
      const { about, facts, type } = proposal.act
      await acts.record(
        {
          ...{ type: 'ProposalWithdrawn', by: named(by), about },
          facts: { ...facts, what: type, proposal: proposalId },
        },
        (rows) => proposals.save([...rows, ...writes]),
      )
      return next
    })

/** @throws Refusal `NotAllowed` */
export function requireProposer({ proposedBy }: Proposal, by: Person): void {
  if (proposedBy.id === by.id) return
  throw new Refusal('NotAllowed', {
    zh: `这项变更由${proposedBy.name}提出，只有提出人能这样做；不同意请用邮件里的链接`,
    en: `${proposedBy.name} proposed this change and alone may do that; to refuse it use the link of the mail`,
  })
}
