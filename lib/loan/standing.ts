import { secondsToNext } from '../question/wait'
import type { Loan, LoanState } from './loan'

/** What a step tells the machine: where the loan stands, and how long to wait there at most. */
export interface Standing {
  state: LoanState
  waitSeconds: number
}

/** People leave and roles end without telling the loan: it is looked at once a day at least. */
export const lookSeconds = 24 * 3600

const secondsTo = (instant: string, now: Date): number =>
  Math.max(1, Math.min(lookSeconds, Math.ceil((Date.parse(instant) - now.getTime()) / 1000)))

/** Seconds to the next thing that happens by the clock: a reminder, the opening, the day before the end, the end. */
export function standing(loan: Loan, now: Date): Standing {
  const { state } = loan
  if (state === 'applied') {
    const toMoment = loan.wait ? secondsToNext(loan.wait, now) : 1
    // An application whose window ends before anybody decided has nothing left to decide.
    return { state, waitSeconds: Math.min(toMoment, secondsTo(loan.until, now)) }
  }
  if (state === 'granted') return { state, waitSeconds: secondsTo(loan.from, now) }
  if (state !== 'open') return { state, waitSeconds: 1 }
  const notice = noticeAt(loan)
  return { state, waitSeconds: secondsTo(notice && notice > now ? notice.toISOString() : loan.until, now) }
}

/** When the borrowers of a longer loan are told that its end is near; undefined once told, or when it is too short. */
export function noticeAt({ from, until, remindedAt }: Loan): Date | undefined {
  const at = Date.parse(until) - lookSeconds * 1000
  return remindedAt !== undefined || at <= Date.parse(from) ? undefined : new Date(at)
}
