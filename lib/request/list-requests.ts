import type { Person } from '../people/person'
import { mayRead } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { MaterialRequest } from './request'
import { monthOf, standingOf, type Standing } from './standing'
import type { Requests } from './store'

export type ListedRequest = Omit<MaterialRequest, 'chain' | 'revision'> & { overdue: boolean }

/** How one unit stands this month. */
export interface UnitStanding extends Standing {
  unitId: string
  unitName: string
  /** wanted requests, and those of them past their date */
  open: number
  overdue: number
}

const everywhere = '*'

/** Article 2: 企管部 sees all units, everybody else the own. */
export const listRequests =
  (needs: { requests: Requests; submissions: Submissions; people: People; clock: Clock }) =>
  async (
    person: Person,
    month?: string,
  ): Promise<{ month: string; requests: ListedRequest[]; units: UnitStanding[] }> => {
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
