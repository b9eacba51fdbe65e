import { isPageNonce } from '../approval/link'
import { requireCode } from '../approval/require-code'
import type { Ids } from '../platform/ids'
import type { Waits } from '../matter/waiting'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { isVisible } from '../policy/visible'
import { loanCodeOf, newLoanAsk } from './ask'
import { mailLoanAsk, type LoanMail } from './letters'
import { moved, type Ending, type Loan } from './loan'
import { loanWait } from './store'
import { openLoanVisit, requireAhead, type LoanVisit, type LoanVisitNeeds } from './visit'

export interface LoanDecisionForm {
  token: string
  nonce: string
  choice: 'approve' | 'reject'
  code?: string
  reason?: string
}

interface Needs extends LoanVisitNeeds, LoanMail {
  waits: Waits
  secrets: Secrets
  ids: Ids
}

/** A new round for one asked person: the old link and code die, the new ones go to the registered address only. */
const renew =
  (needs: Needs) =>
  async ({ ask, loan }: LoanVisit): Promise<void> => {
    const { loanId, personId, standsInFor, round } = ask
    const about = { loanId, personId, round: round + 1, ...(standsInFor && { standsInFor }) }
    const next = newLoanAsk(about, needs.ids.secret(), await needs.secrets.read('link-key'))
    await mailLoanAsk(needs)(loan, await needs.loans.ask(next))
  }

/** Article 12, invariants 4 and 6: the head's decision on the page behind a link. */
export const decideLoan =
  (needs: Needs) =>
  async (form: LoanDecisionForm): Promise<{ visit: LoanVisit; loan: Loan }> => {
    const { loans, links, clock, secrets, waits } = needs
    const now = clock.now()
    const visit = await openLoanVisit(needs)(form.token)
    const { loan: seen, person, ask } = visit
    const key = await secrets.read('link-key')
    if (!isPageNonce(key, form.nonce, visit.link.linkHash, seen.termsHash, now))
      throw new Refusal('PageStale', {
        zh: '页面已过期，请重新打开链接再决定',
        en: 'the page is out of date; open the link again',
      })
    const reason = form.reason?.trim()
    if (form.choice === 'approve')
      await requireCode({
        attempt: () => links.attempt(visit.link.linkHash),
        renew: () => renew(needs)(visit),
      })({
        typed: form.code,
        expected: loanCodeOf(key, ask),
      })
    else if (!isVisible(reason ?? ''))
      throw new Refusal('InvalidRequest', { zh: '不批准需要写明理由', en: 'refusing needs a reason' })
    const by: Ending = {
      ...{ id: person.id, name: person.name, at: now.toISOString() },
      ...(ask.standsInFor && { standsInFor: ask.standsInFor }),
      ...(reason && form.choice === 'reject' && { reason }),
    }
    const loan = await loans.change(seen.id, (current) => {
      requireAhead(current, now)
      const state = form.choice === 'approve' ? 'granted' : 'refused'
      return {
        next: moved(current, state, by),
        happened: {
          by: person.id,
          type: state === 'granted' ? 'LoanGranted' : 'LoanRefused',
          facts: {
            termsHash: current.termsHash,
            ...(by.standsInFor && { standsInFor: by.standsInFor }),
            ...(by.reason && { reason: by.reason }),
          },
        },
      }
    })
    await waits.wake(loanWait(loan.id))
    return { visit, loan }
  }
