import type { Acts } from '../ledger/acts'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { exemptionWrite, expectationWrite, unexemptWrite, type Requests } from './store'

interface Needs {
  requests: Requests
  people: People
  acts: Acts
  clock: Clock
}

async function requireUnit(people: People, unitId: string): Promise<void> {
  if ((await people.units()).some(({ id }) => id === unitId)) return
  throw new Refusal('NotFound', { zh: '没有这个单位', en: 'there is no such unit' })
}

const actOf = (by: Person) => ({ by: by.id, name: by.name })

/** Article 4: how much a unit is expected to submit in a month, on record. */
export const expectOfUnit =
  ({ requests, people, acts, clock }: Needs) =>
  async ({ unitId, perMonth, by }: { unitId: string; perMonth: number; by: Person }): Promise<void> => {
    await requireUnit(people, unitId)
    await requests.write([
      expectationWrite({ unitId, perMonth, by: { id: by.id, name: by.name }, at: clock.now().toISOString() }),
      acts.actWrite({ ...actOf(by), type: 'ExpectationSet', about: unitId, facts: { perMonth } }),
    ])
  }

/** A unit need not submit in this month; with a reason, on record. */
export const exemptUnit =
  ({ requests, people, acts, clock }: Needs) =>
  async ({
    by,
    ...exemption
  }: {
    unitId: string
    month: string
    reason: string
    by: Person
  }): Promise<void> => {
    await requireUnit(people, exemption.unitId)
    await requests.write([
      exemptionWrite({ ...exemption, by: { id: by.id, name: by.name }, at: clock.now().toISOString() }),
      acts.actWrite({
        ...actOf(by),
        ...{ type: 'UnitExempted', about: exemption.unitId },
        facts: { month: exemption.month, reason: exemption.reason },
      }),
    ])
  }

/** The exemption ends; the unit is expected to submit again. */
export const endExemption =
  ({ requests, people, acts }: Needs) =>
  async ({ unitId, month, by }: { unitId: string; month: string; by: Person }): Promise<void> => {
    await requireUnit(people, unitId)
    await requests.write([
      unexemptWrite(unitId, month),
      acts.actWrite({ ...actOf(by), type: 'ExemptionEnded', about: unitId, facts: { month } }),
    ])
  }
