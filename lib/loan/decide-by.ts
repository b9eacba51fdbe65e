import { deadlineOf, type IsWorkingDay } from '../policy/working-days'
import { loanTier } from './ask'
import type { Loan } from './loan'

const hourMs = 3_600_000

/**
 * Until when the head decides, asked at `openedAt`: as their tier says, and before the window opens, because a grant that
 * comes later has lost part of it. Applied for within the last hour, only the tier's own deadline is left.
 */
export function decideBy({ from }: Pick<Loan, 'from'>, openedAt: Date, isWorkingDay: IsWorkingDay): Date {
  const usual = deadlineOf(openedAt, loanTier, isWorkingDay)
  const opens = new Date(from)
  return opens < usual && opens.getTime() - openedAt.getTime() >= hourMs ? opens : usual
}
