import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { showStart } from './show-start'
import { requireKeeper } from './start'
import type { Starts } from './store'

/** Deletes a template or block; articles that began with it keep what they have. */
export const removeStart =
  ({ starts, clock }: { starts: Starts; clock: Clock }) =>
  async ({ owner, id, by }: { owner: string; id: string; by: Person }): Promise<void> => {
    const start = await showStart({ starts })({ owner, id, by })
    requireKeeper(by, start.owner, beijingDate(clock.now()))
    await starts.remove(owner, id)
  }
