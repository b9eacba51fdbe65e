import * as z from 'zod'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { holds, isActive } from './person'
import type { People } from './store'

export const Colleague = z.object({
  id: z.string(),
  name: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  /** designated to write for the unit (article 6) */
  officer: z.boolean(),
})
export type Colleague = z.infer<typeof Colleague>

/** Everybody who is still in the company, by unit. */
export const listColleagues =
  ({ people, clock }: { people: People; clock: Clock }) =>
  async (): Promise<Colleague[]> => {
    const today = beijingDate(clock.now())
    const units = await people.units()
    const members = await Promise.all(units.map((unit) => people.ofUnit(unit.id)))
    return units.flatMap((unit, index) =>
      (members[index] ?? [])
        .filter((person) => isActive(person, today))
        .map((person) => ({
          ...{ id: person.id, name: person.name, unitId: unit.id, unitName: unit.name },
          officer: holds(person, 'officer', today, unit.id),
        })),
    )
  }
