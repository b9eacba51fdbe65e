import { pressQuestion } from '../question/press'
import type { AtLoan } from './ask'
import { loanQuestion, type LoanAsking } from './loan-question'
import { standing, type Standing } from './standing'

/** Invariant 5: does what is due while nobody has decided, and closes the application at its named end. */
export function pressHead(needs: LoanAsking) {
  const press = pressQuestion({ ...needs, question: loanQuestion(needs) })
  return async (at: AtLoan): Promise<Standing> => {
    await press(at)
    return standing(await needs.loans.withId(at.loanId), needs.clock.now())
  }
}
