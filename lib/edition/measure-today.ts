import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import { beijingDate } from '../policy/working-days'
import type { EditionState } from './edition'
import type { Editions } from './store'

/** Out, or called off by a person. */
const done: EditionState[] = ['sent', 'cancelled']

/** Whether today has an edition, and for how many minutes it has been unsent past its hour; 0 while all is in time. */
export const measureToday =
  ({ editions, clock }: { editions: Pick<Editions, 'find'>; clock: Clock }) =>
  async (): Promise<{ planned: boolean; lateMinutes: number }> => {
    const now = clock.now()
    const edition = await editions.find(beijingDate(now))
    const planned = edition !== undefined && edition.items.length > 0 && edition.state !== 'cancelled'
    const late = planned && !done.includes(edition.state) ? now.getTime() - Date.parse(edition.sendAt) : 0
    const lateMinutes = Math.max(0, Math.floor(late / 60_000))
    measure('EditionPlanned', planned ? 1 : 0)
    measure('EditionLate', lateMinutes)
    return { planned, lateMinutes }
  }
