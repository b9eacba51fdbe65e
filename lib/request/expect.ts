import { named, type Person, type Unit } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import type { Acts } from '../security/ledger'
import { exemptionWrite, expectationWrite, unexemptWrite, type Requests } from './store'

interface Needs {
  requests: Requests
  people: People
  acts: Acts
  clock: Clock
}

async function unitWithId(people: People, unitId: string): Promise<Unit> {
  const unit = (await people.units()).find(({ id }) => id === unitId)
  if (unit) return unit
  throw new Refusal('NotFound', { zh: '没有这个单位', en: 'there is no such unit' })
}

/** Article 4: how much a unit is expected to submit in a month, on record. */
export const expectOfUnit =
  ({ requests, people, acts, clock }: Needs) =>
  async ({ unitId, perMonth, by }: { unitId: string; perMonth: number; by: Person }): Promise<void> => {
    const unit = await unitWithId(people, unitId)
    const expected = expectationWrite({ unitId, perMonth, by: named(by), at: clock.now().toISOString() })
    await acts.record(
      { type: 'ExpectationSet', by: named(by), about: named(unit), facts: { perMonth } },
      (rows) => requests.write([expected, ...rows]),
    )
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
    const { unitId, month, reason } = exemption
    const unit = await unitWithId(people, unitId)
    const exempt = exemptionWrite({ ...exemption, by: named(by), at: clock.now().toISOString() })
    await acts.record(
      { type: 'UnitExempted', by: named(by), about: named(unit), facts: { month, reason } },
      (rows) => requests.write([exempt, ...rows]),
    )
  }

/** The exemption ends; the unit is expected to submit again. */
export const endExemption =
  ({ requests, people, acts }: Needs) =>
  async ({ unitId, month, by }: { unitId: string; month: string; by: Person }): Promise<void> => {
    const unit = await unitWithId(people, unitId)
    await acts.record(
      { type: 'ExemptionEnded', by: named(by), about: named(unit), facts: { month } },
      (rows) => requests.write([unexemptWrite(unitId, month), ...rows]),
    )
  }
