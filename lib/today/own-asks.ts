import { tierQuestion } from '../approval/tier-question'
import { loanQuestion } from '../loan/loan-question'
import type { Loans } from '../loan/store'
import { proposalQuestion } from '../oversight/proposal-question'
import type { Proposals } from '../oversight/store'
import type { Approvals } from '../approval/store'
import type { Person } from '../people/person'
import type { DailyCounts } from '../platform/daily-count'
import type { Due } from '../question/ask'
import { decideFromPortal, mailAskAnew } from '../question/from-portal'
import type { Asking, AskingAbout } from '../question/question'
import type { Submissions } from '../submission/store'
import type { AskedThere } from './today'

interface Needs extends Asking {
  submissions: Submissions
  approvals: Approvals
  loans: Loans
  proposals: Proposals
  counts: DailyCounts
}

/** A question of whichever room, for the person it waits for: its page, and its letter once more. */
export const ownAsk = (needs: Needs) => {
  const of =
    <At extends object, F extends At & Due, M>(question: AskingAbout<At, F, M>['question']) =>
    (at: At) => ({
      link: (by: Person) => decideFromPortal({ ...needs, question })(at, by),
      letter: (by: Person) => mailAskAnew({ ...needs, question })(at, by),
    })
  const ofTier = of(tierQuestion(needs))
  const ofLoan = of(loanQuestion(needs))
  const ofProposal = of(proposalQuestion(needs))
  return (asked: AskedThere) => {
    switch (asked.about) {
      case 'submission':
        return ofTier(asked)
      case 'loan':
        return ofLoan(asked)
      case 'proposal':
        return ofProposal(asked)
    }
  }
}
