import * as z from 'zod'
import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { ListedStart, mayKeep, ofCompany } from './start'
import type { Starts } from './store'

export const ListedStarts = z.object({
  starts: z.array(
    ListedStart.extend({
      /** whether who asks may delete it */
      mine: z.boolean(),
    }),
  ),
  /** for whom who asks may keep one */
  keeps: z.object({ unit: z.boolean(), company: z.boolean() }),
})
export type ListedStarts = z.infer<typeof ListedStarts>

/** What an article of this person may begin with: the company's, then those of the own unit. */
export const listStarts =
  ({ starts, clock }: { starts: Starts; clock: Clock }) =>
  async ({ by }: { by: Person }): Promise<ListedStarts> => {
    const today = beijingDate(clock.now())
    const owners = [ofCompany, by.unitId]
    const found = await Promise.all(owners.map((owner) => starts.of(owner)))
    return {
      starts: found.flat().map((one) => ({ ...one, mine: mayKeep(by, one.owner, today) })),
      keeps: { unit: mayKeep(by, by.unitId, today), company: mayKeep(by, ofCompany, today) },
    }
  }
