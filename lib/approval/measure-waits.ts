import type { ReadCalendar } from '../calendar/calendar'
import { watchList } from '../matter/watch'
import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import type { Table } from '../platform/table'
import type { Tier } from '../policy/policy'
import { workingTimeBetween } from '../policy/working-days'
import type { Submissions } from '../submission/store'

const hourMs = 3_600_000

interface Needs {
  table: Table
  submissions: Pick<Submissions, 'card'>
  calendar: ReadCalendar
  clock: Clock
}

/**
 * How long the oldest decision of each tier waits, in working hours of the company's calendar: a holiday makes nothing old.
 * Told for people who look and for whoever is woken; the asked, and whoever presses them, have letters.
 */
export const measureWaits =
  ({ table, submissions, calendar, clock }: Needs) =>
  async (): Promise<Record<Tier, number>> => {
    const { isWorkingDay } = await calendar()
    const now = clock.now()
    const oldest: Record<Tier, number> = {
      ...{ 'unit-head': 0, 'office-review': 0, 'department-head': 0, 'company-leader': 0 },
    }
    const open = (await watchList(table).all()).filter(({ kind }) => kind === 'approval')
    for (const { id } of open) {
      const { state, holder } = await submissions.card(id)
      if (state !== 'in-review' || !holder?.tier) continue
      const hours = workingTimeBetween(new Date(holder.since), now, isWorkingDay) / hourMs
      oldest[holder.tier] = Math.max(oldest[holder.tier], hours)
    }
    measure('OldestWaitUnitHead', oldest['unit-head'])
    measure('OldestWaitOfficeReview', oldest['office-review'])
    measure('OldestWaitDepartmentHead', oldest['department-head'])
    measure('OldestWaitCompanyLeader', oldest['company-leader'])
    measure('OldestWait', Math.max(...Object.values(oldest)))
    return oldest
  }
