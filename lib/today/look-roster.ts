import * as z from 'zod'
import { actOfRoster } from '../people/import-roster'
import type { Person } from '../people/person'
import { afterRoster, type Present, type RosterPlan } from '../people/roster'
import { Bilingual } from '../policy/finding'
import { whyTwo } from '../policy/two-people'
import { Act } from '../security/act'
import { vacancies } from './check-up'

/** What a spreadsheet comes to, as it is looked at before it is imported. */
export const ShownRoster = z.object({
  fingerprint: z.string(),
  /** as it would be on record, with every change */
  act: Act.pick({ facts: true, names: true }),
  unchanged: z.number().int(),
  /** nothing would change */
  isSame: z.boolean(),
  /** why it takes a second person; nothing where one is enough */
  why: Bilingual.optional(),
  /** posts that nobody would hold any more, and what stops for it */
  stops: z.array(Bilingual),
})
export type ShownRoster = z.infer<typeof ShownRoster>

/** A plan with what would stop once it is written. */
export function shownRoster(
  plan: RosterPlan,
  { present, fingerprint, by }: { present: Present; fingerprint: string; by: Person },
): ShownRoster {
  const { facts = {}, names, type } = actOfRoster(plan, by)
  const vacant = new Set(vacancies(present).map(({ said }) => said.zh))
  const after = vacancies({ ...afterRoster(present, plan), today: present.today })
  const why = whyTwo({ type, facts }, false)
  return {
    ...{ fingerprint, act: { facts, ...(names && { names }) }, unchanged: plan.unchanged },
    isSame: plan.people.length + plan.units.length === 0,
    ...(why && { why }),
    stops: after.map(({ said }) => said).filter(({ zh }) => !vacant.has(zh)),
  }
}
