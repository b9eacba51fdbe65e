import * as z from 'zod'
import { mayRead, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { mapPage, Paging } from '../platform/paging'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import { MaterialRequest } from './request'
import { monthOf, Standing, standingOf } from './standing'
import type { Requests } from './store'

export const ListedRequest = MaterialRequest.omit({ chain: true, revision: true }).extend({
  overdue: z.boolean(),
})
export type ListedRequest = z.infer<typeof ListedRequest>

/** How one unit stands in the month asked about. */
export const UnitStanding = Standing.extend({
  unitId: z.string(),
  unitName: z.string(),
  /** wanted requests, and those of them past their date */
  open: z.number().int(),
  overdue: z.number().int(),
})
export type UnitStanding = z.infer<typeof UnitStanding>

export const ListedRequests = z.object({
  /** `YYYY-MM` */
  month: z.string(),
  requests: z.array(ListedRequest),
  next: z.string().optional(),
  units: z.array(UnitStanding),
})
export type ListedRequests = z.infer<typeof ListedRequests>
export const OneRequest = z.object({ request: MaterialRequest })

/** `open`: what is still wanted; `ended`: what is not; without it all. `month` is of the standings. */
export const RequestQuestion = Paging.extend({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
  state: z.enum(['open', 'ended']).optional(),
})
export type RequestQuestion = z.infer<typeof RequestQuestion>

const everywhere = '*'

/** Article 2: 企管部 sees all units, everybody else the own; asked last first. */
export const listRequests =
  (needs: { requests: Requests; submissions: Submissions; people: People; clock: Clock }) =>
  async (person: Person, { month, state, ...paging }: RequestQuestion = {}): Promise<ListedRequests> => {
    const { requests, people, clock } = needs
    const today = beijingDate(clock.now())
    const seesAll = mayRead(person, everywhere, today)
    const units = (await people.units()).filter(({ id }) => seesAll || id === person.unitId)
    const asked = month ?? monthOf(today)
    const isOverdue = ({ state: now, dueOn }: MaterialRequest) => now === 'open' && dueOn < today
    const [page, standings] = await Promise.all([
      requests.ofUnits(
        units.map(({ id }) => id),
        {
          ...paging,
          ...(state && { fits: (one: MaterialRequest) => (one.state === 'open') === (state === 'open') }),
        },
      ),
      Promise.all(
        units.map(async (unit) => {
          const [open, standing] = await Promise.all([
            requests.openOf(unit.id),
            standingOf(needs)(unit, asked),
          ])
          return {
            unitId: unit.id,
            unitName: unit.name,
            ...standing,
            open: open.length,
            overdue: open.filter(isOverdue).length,
          }
        }),
      ),
    ])
    const { items, ...rest } = mapPage(page, (request) => {
      const { chain: _chain, revision: _revision, ...shown } = request
      return { ...shown, overdue: isOverdue(request) }
    })
    return { month: asked, requests: items, units: standings, ...rest }
  }
