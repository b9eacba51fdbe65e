import { holdsChecks, type People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Write } from '../platform/table'
import { beijingDate } from '../policy/working-days'
import type { WeiboPost } from '../weibo-post/post'
import { actingRole } from './application'
import { whyClosed, whyNotBorrower } from './may-post'
import { stillLentCheck, type Loans } from './store'

interface Needs {
  loans: Loans
  people: People
  clock: Clock
}

/**
 * Article 12 at the moment a post under a loan goes out: conditions for the transaction of its intent. A recall, the end
 * of the window, and the end of the borrower's role each either come before the intent, which then fails, or after it.
 * @throws Refusal with its own reason when the loan does not cover the post already
 */
export const stillLent =
  ({ loans, people, clock }: Needs) =>
  async ({ under }: Pick<WeiboPost, 'under'>): Promise<Write[]> => {
    if (under.kind !== 'loan') throw new Error(`a loan is asked about a post under a ${under.kind}`)
    const { loanId, personId } = under
    const now = clock.now()
    const loan = await loans.withId(loanId)
    const person = await people.withId(personId)
    if (!person) throw new Error(`loan ${loanId} names ${personId}, who is not there`)
    const refusal = whyClosed(loan, now) ?? whyNotBorrower(loan, person, now)
    if (refusal) throw refusal
    const role = actingRole(person, loan.unitId, now)!
    return [stillLentCheck(loanId, now), ...holdsChecks(personId, role, loan.unitId, beijingDate(now))]
  }
