import * as z from 'zod'
import { mayRead, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
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
  units: z.array(UnitStanding),
})
export type ListedRequests = z.infer<typeof ListedRequests>
export const OneRequest = z.object({ request: MaterialRequest })

const everywhere = '*'

/** Article 2: 企管部 sees all units, everybody else the own. */
export const listRequests =
  (needs: { requests: Requests; submissions: Submissions; people: People; clock: Clock }) =>
  async (person: Person, month?: string): Promise<ListedRequests> => {
    const { requests, people, clock } = needs
    const today = beijingDate(clock.now())
    const seesAll = mayRead(person, everywhere, today)
    const units = (await people.units()).filter(({ id }) => seesAll || id === person.unitId)
    const asked = month ?? monthOf(today)
    const rows = await Promise.all(
      units.map(async (unit) => {
        const [found, standing] = await Promise.all([
          requests.ofUnit(unit.id),
          standingOf(needs)(unit, asked),
        ])
        const listed = found.map(({ chain: _chain, revision: _revision, ...request }) => ({
          ...request,
          overdue: request.state === 'open' && request.dueOn < today,
        }))
        return { unit, listed, standing }
      }),
    )
    return {
      month: asked,
      requests: rows
        .flatMap(({ listed }) => listed)
        .sort(
          (a, b) => Number(b.state === 'open') - Number(a.state === 'open') || (a.dueOn < b.dueOn ? -1 : 1),
        ),
      units: rows.map(({ unit, listed, standing }) => ({
        unitId: unit.id,
        unitName: unit.name,
        ...standing,
        open: listed.filter(({ state }) => state === 'open').length,
        overdue: listed.filter(({ overdue }) => overdue).length,
      })),
    }
  }
