import { tierAsks } from '../approval/ask'
import { loanAsks } from '../loan/ask'
import type { Loans } from '../loan/store'
import { proposalAsks, type Proposals } from '../oversight/store'
import { titleOf } from '../oversight/words'
import type { People } from '../people/store'
import type { Page } from '../platform/paging'
import { policy } from '../policy/policy'
import type { Ask } from '../question/ask'
import type { Asks } from '../question/store'
import type { Submissions } from '../submission/store'
import { plainly, waiting, type Me } from './me'
import type { Waiting } from './today'

interface Needs {
  asks: Asks
  people: People
  submissions: Pick<Submissions, 'card'>
  loans: Pick<Loans, 'find'>
  proposals: Pick<Proposals, 'find'>
}

/** Every question that waits for this person's answer, of whichever room; the first page of each. */
export async function asked(needs: Needs, me: Me): Promise<Page<Waiting>> {
  const { asks, people, submissions, loans, proposals } = needs
  const { id } = me.person
  const [tiers, lent, changes] = await Promise.all([
    asks.waitingFor(tierAsks, id),
    asks.waitingFor(loanAsks, id),
    asks.waitingFor(proposalAsks, id),
  ])
  const inPlaceOf = async ({ standsInFor }: Pick<Ask<unknown>, 'standsInFor'>) => {
    const name = standsInFor && ((await people.withId(standsInFor))?.name ?? standsInFor)
    return name ? { zh: `代理${name}`, en: `in place of ${name}` } : undefined
  }
  const ofTier = async (ask: (typeof tiers.items)[number]) => {
    const { submissionId, version, index, tier, deadline, counted } = ask
    const [{ title, removes }, standing] = await Promise.all([submissions.card(submissionId), inPlaceOf(ask)])
    const step = policy.tiers[tier].title
    return waiting(me, {
      ...{ kind: removes ? 'removal' : 'approval', title: plainly(title), due: deadline },
      href: `/submissions/${submissionId}`,
      unpublished: counted?.unpublished,
      note: standing ? { zh: `${step.zh}，${standing.zh}`, en: `${step.en}, ${standing.en}` } : step,
      asked: { about: 'submission', submissionId, version, index },
    })
  }
  const ofLoan = async (ask: (typeof lent.items)[number]) => {
    const loan = await loans.find(ask.loanId)
    return waiting(me, {
      ...{ kind: 'loan', title: plainly(loan?.event ?? ask.loanId), due: ask.deadline },
      href: `/loans/${ask.loanId}`,
      note: await inPlaceOf(ask),
      asked: { about: 'loan', loanId: ask.loanId },
    })
  }
  const ofChange = async (ask: (typeof changes.items)[number]) => {
    const proposal = await proposals.find(ask.proposalId)
    return waiting(me, {
      ...{ kind: 'change', title: proposal ? titleOf(proposal.act) : plainly(ask.proposalId) },
      ...{ href: '/changes', due: ask.deadline },
      note: (await inPlaceOf(ask)) ?? (proposal && plainly(proposal.proposedBy.name)),
      asked: { about: 'proposal', proposalId: ask.proposalId },
    })
  }
  const items = await Promise.all([
    ...tiers.items.map(ofTier),
    ...lent.items.map(ofLoan),
    ...changes.items.map(ofChange),
  ])
  const next = tiers.next ?? lent.next ?? changes.next
  return { items, ...(next !== undefined && { next }) }
}
