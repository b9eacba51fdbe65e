import * as z from 'zod'
import type { Acts } from '../ledger/acts'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import { beijingDate } from '../policy/working-days'
import { dayBefore, holds, isActive, namedBy, Person, Unit, type Role } from './person'
import { othersEnd, sessionsEndWrite, type People } from './store'

interface Needs {
  people: People
  acts: Acts
  clock: Clock
}

const actor = (by: Person) => ({ by: by.id, name: by.name })

async function unitWithId(people: People, unitId: string): Promise<Unit> {
  const unit = (await people.units()).find(({ id }) => id === unitId)
  if (unit) return unit
  throw new Refusal('NotFound', { zh: '没有这个单位', en: 'there is no such unit' })
}

async function personWithId(people: People, personId: string): Promise<Person> {
  const person = await people.withId(personId)
  if (person) return person
  throw new Refusal('NotFound', { zh: '没有这个人', en: 'there is no such person' })
}

/** Whoever administers cannot shut themselves out: another administrator has to do it. */
function requireOther(by: Person, personId: string): void {
  if (by.id !== personId) return
  throw new Refusal('NotAllowed', {
    zh: '不能停用自己或取消自己的管理员角色，请由另一位管理员操作',
    en: 'nobody ends their own account or administration; ask another administrator',
  })
}

/** Article 6: designations are made and ended by the unit head, not by whoever administers. */
function requireNoDesignation(role: Role): void {
  if (role !== 'officer') return
  throw new Refusal('NotAllowed', {
    zh: '信息员由本单位负责人指定和取消（第六条），请该单位负责人操作',
    en: 'the head of the unit names its information officers and ends it (article 6); ask them',
  })
}

const idTaken = (id: string, name: string) =>
  new Refusal(
    'InvalidRequest',
    { zh: `编号 ${id} 已属于“${name}”，请另取一个`, en: `the id ${id} is that of “${name}”; take another` },
    { facts: { id } },
  )

export const saveUnit =
  ({ people, acts }: Needs) =>
  async ({ unit, create, by }: { unit: Unit; create?: boolean; by: Person }): Promise<Unit> => {
    const units = await people.units()
    const office = units.find((one) => one.office)
    // Article 4: one unit is in charge; two would decide past each other.
    if (unit.office && office && office.id !== unit.id)
      throw new Refusal(
        'InvalidRequest',
        {
          zh: `企管部已是${office.name}，只能有一个`,
          en: `the office is ${office.name} already; there is one`,
        },
        { facts: { office: office.id } },
      )
    const known = units.find(({ id }) => id === unit.id)
    if (create && known) throw idTaken(unit.id, known.name)
    if (known?.office && !unit.office)
      throw new Refusal('InvalidRequest', {
        zh: `${known.name}是唯一的企管部（第四条），不能取消`,
        en: `${known.name} is the only office (article 4) and stays so`,
      })
    const act = acts.actWrite({ ...actor(by), type: 'UnitSaved', about: unit.id, facts: { ...unit } })
    try {
      await people.saveUnit(unit, [act], { create })
    } catch (error) {
      // Two at once: the other came first.
      if (error instanceof ConditionFailed) throw idTaken(unit.id, String(error.row?.['name'] ?? unit.id))
      throw error
    }
    return unit
  }

export const savePerson =
  ({ people, acts, clock }: Needs) =>
  async ({
    person,
    create,
    by,
  }: {
    person: Omit<Person, 'grants' | 'substitutes'>
    /** somebody new: an id in use, also of somebody who left, is refused */
    create?: boolean
    by: Person
  }): Promise<Person> => {
    await unitWithId(people, person.unitId)
    if (!isActive({ ...person, grants: [], substitutes: [] }, beijingDate(clock.now())))
      requireOther(by, person.id)
    await endDesignationsElsewhere(person, by)
    const ends = await endsSessions(person)
    const act = acts.actWrite({ ...actor(by), type: 'PersonSaved', about: person.id, facts: { ...person } })
    try {
      await people.save(person, [act, ...ends], { create })
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error
      if (error.row?.pk === `PERSON#${person.id}`) throw idTaken(person.id, String(error.row['name']))
      throw new Refusal('InvalidRequest', {
        zh: `邮箱 ${person.email} 已属于另一个人`,
        en: `the address ${person.email} belongs to somebody else`,
      })
    }
    return personWithId(people, person.id)

    /** Another address, unit or day of leaving: who was signed in by what was so before is out, also once it is undone. */
    async function endsSessions({ id, email, unitId, leftOn }: typeof person) {
      const before = await people.withId(id)
      const same =
        before?.email.toLowerCase() === email.toLowerCase() &&
        before.unitId === unitId &&
        before.leftOn === leftOn
      return before && !same ? [sessionsEndWrite(id, clock.now())] : []
    }

    /** Article 6: who leaves a unit no longer collects for it, whoever forgets to say so. */
    async function endDesignationsElsewhere(
      { id, unitId: to }: { id: string; unitId: string },
      mover: Person,
    ) {
      const today = beijingDate(clock.now())
      const before = await people.withId(id)
      if (create || !before || before.unitId === to) return
      for (const grant of before.grants) {
        if (grant.role !== 'officer' || grant.unitId === to) continue
        if (!holds(before, 'officer', today, grant.unitId)) continue
        const until = dayBefore(today)
        await people.grant(id, { ...grant, until }, [
          acts.actWrite({
            ...actor(mover),
            ...{ type: 'DesignationEnded', about: id },
            facts: { unitId: grant.unitId, officer: before.name, until },
          }),
        ])
      }
    }
  }

interface RoleOf {
  personId: string
  role: Role
  unitId: string
  by: Person
}

/** A role from a Beijing date on, until one where it is given. */
export const grantRole =
  ({ people, acts, clock }: Needs) =>
  async ({
    personId,
    role,
    unitId,
    from,
    until,
    by,
  }: RoleOf & { from: string; until?: string }): Promise<Person> => {
    requireNoDesignation(role)
    await personWithId(people, personId)
    await unitWithId(people, unitId)
    if (until !== undefined && until < from)
      throw new Refusal('InvalidRequest', {
        zh: '结束日期早于开始日期',
        en: 'the last day is before the first',
      })
    const facts = { role, unitId, from, ...(until && { until }) }
    const act = acts.actWrite({ ...actor(by), type: 'RoleGranted', about: personId, facts })
    const grant = { role, unitId, from, ...(until && { until }), named: namedBy(by, clock) }
    await people.grant(personId, grant, [act, ...othersEnd(personId, by, clock)])
    return personWithId(people, personId)
  }

/** The role ends now: yesterday was its last day. */
export const endRole =
  ({ people, acts, clock }: Needs) =>
  async ({ personId, role, unitId, by }: RoleOf): Promise<Person> => {
    requireNoDesignation(role)
    const today = beijingDate(clock.now())
    const person = await personWithId(people, personId)
    const grant = person.grants.find((one) => one.role === role && one.unitId === unitId)
    if (!grant || !holds(person, role, today, unitId)) return person
    if (role === 'admin') requireOther(by, personId)
    const act = acts.actWrite({ ...actor(by), type: 'RoleEnded', about: personId, facts: { role, unitId } })
    await people.grant(personId, { ...grant, until: dayBefore(today) }, [
      act,
      ...othersEnd(personId, by, clock),
    ])
    return personWithId(people, personId)
  }

/** Whoever sits in a session of this person is out at once; the person signs in anew. */
export const endSessions =
  ({ people, acts, clock }: Needs) =>
  async ({ personId, by }: { personId: string; by: Person }): Promise<void> => {
    const { name } = await personWithId(people, personId)
    await people.endSessions(personId, clock.now(), [
      acts.actWrite({ ...actor(by), type: 'SessionsEnded', about: personId, facts: { person: name } }),
    ])
  }

export const UnitWithPeople = Unit.extend({ people: z.array(Person) })
export type UnitWithPeople = z.infer<typeof UnitWithPeople>

/** The whole company, those who left included. */
export const listCompany =
  ({ people }: Pick<Needs, 'people'>) =>
  async (): Promise<UnitWithPeople[]> => {
    const units = await people.units()
    return Promise.all(units.map(async (unit) => ({ ...unit, people: await people.ofUnit(unit.id) })))
  }
