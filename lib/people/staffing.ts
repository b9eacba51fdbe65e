import { beijingDate } from '../policy/working-days'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import type { Acts } from '../security/ledger'
import { dayBefore, holds, named, namedBy, unitNames, type Person } from './person'
import { othersEnd, type People } from './store'

interface Needs {
  people: People
  clock: Clock
}

interface Recorded extends Needs {
  acts: Acts
}

async function memberOf(people: People, personId: string, unitId: string): Promise<Person> {
  const person = await people.withId(personId)
  if (person?.unitId === unitId) return person
  throw new Refusal('NotFound', { zh: '本单位没有这个人', en: 'there is no such person in this unit' })
}

function requireHead(by: Person, unitId: string, today: string): void {
  if (holds(by, 'unit-head', today, unitId)) return
  throw new Refusal('NotAllowed', {
    zh: '信息员由本单位负责人指定（第六条）',
    en: 'the head of the unit names its information officer (article 6)',
  })
}

/** Article 6: the unit head names the person who collects and prepares. Takes effect at once, on record. */
export const designateOfficer =
  ({ people, acts, clock }: Recorded) =>
  async ({ unitId, personId, by }: { unitId: string; personId: string; by: Person }): Promise<void> => {
    const today = beijingDate(clock.now())
    requireHead(by, unitId, today)
    const person = await memberOf(people, personId, unitId)
    if (holds(person, 'officer', today, unitId)) return
    const grant = {
      ...{ role: 'officer' as const, unitId, from: today },
      ...{ by: by.id, named: namedBy(by, clock) },
    }
    await acts.record(
      {
        ...{ type: 'OfficerDesignated', by: named(by), about: named(person) },
        facts: { unitId, from: today },
        names: unitNames(await people.units(), unitId),
      },
      (rows) => people.grant(personId, grant, [...rows, ...othersEnd(personId, by, clock)]),
    )
  }

/** Ends a designation: from this moment the person may no longer write for the unit. */
export const endDesignation =
  ({ people, acts, clock }: Recorded) =>
  async ({ unitId, personId, by }: { unitId: string; personId: string; by: Person }): Promise<void> => {
    const today = beijingDate(clock.now())
    requireHead(by, unitId, today)
    // Not a member's only: who moved to another unit may still hold it.
    const person = await people.withId(personId)
    const grant = person?.grants.find((one) => one.role === 'officer' && one.unitId === unitId)
    // Ended before stays ended then: a second end would move the last day.
    if (!person || !grant || !holds(person, 'officer', today, unitId)) return
    const until = dayBefore(today)
    await acts.record(
      {
        ...{ type: 'DesignationEnded', by: named(by), about: named(person), facts: { unitId, until } },
        names: unitNames(await people.units(), unitId),
      },
      (rows) => people.grant(personId, { ...grant, until }, [...rows, ...othersEnd(personId, by, clock)]),
    )
  }
