import * as z from 'zod'
import { passkeyLetter } from '../channels/mail/passkey-letters'
import type { Outbox } from '../outbox/outbox'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed, type Write } from '../platform/table'
import { beijingDate } from '../policy/working-days'
import { changeOf, type NewAct } from '../security/act'
import type { Acts } from '../security/ledger'
import {
  dayBefore,
  holds,
  isActive,
  named,
  namedBy,
  ownOf,
  Person,
  Unit,
  unitNames,
  type Role,
} from './person'
import { othersEnd, sessionsEndWrite, type People } from './store'

interface Needs {
  people: People
  acts: Acts
  clock: Clock
}

/** A change that was checked: what goes on record, whom it concerns, and how it is written with that record. */
export interface Planned {
  act: NewAct
  /** as they stand before it; nobody when somebody new is added */
  concerns?: Person
  /** of a change of many: each who is here already, with what changes of theirs; told to them alone */
  each?: { concerns: Person; act: NewAct }[]
  /** what no transaction holds: written before it, piece by piece, each of which may be made twice */
  prepare?(): Promise<void>
  write(rows: Write[]): Promise<void>
}

/** Writes what was planned, with its act. */
export const carryOut =
  ({ acts }: Pick<Needs, 'acts'>) =>
  ({ act, write }: Planned): Promise<void> =>
    acts.record(act, write)

export async function unitWithId(people: People, unitId: string): Promise<Unit> {
  const unit = (await people.units()).find(({ id }) => id === unitId)
  if (unit) return unit
  throw new Refusal('NotFound', { zh: '没有这个单位', en: 'there is no such unit' })
}

export async function personWithId(people: People, personId: string): Promise<Person> {
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

const addressTaken = (email: string) =>
  new Refusal('InvalidRequest', {
    zh: `邮箱 ${email} 已属于另一个人`,
    en: `the address ${email} belongs to somebody else`,
  })

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
    const act = { type: 'UnitSaved' as const, by: named(by), about: named(unit), ...changeOf(known, unit) }
    try {
      await acts.record(act, (rows) => people.saveUnit(unit, rows, { create }))
    } catch (error) {
      // Two at once: the other came first.
      if (error instanceof ConditionFailed) throw idTaken(unit.id, String(error.row?.['name'] ?? unit.id))
      throw error
    }
    return unit
  }

export interface SavedPerson {
  person: Omit<Person, 'grants' | 'substitutes'>
  /** somebody new: an id in use, also of somebody who left, is refused */
  create?: boolean | undefined
  by: Person
}

/** Adds a person, or changes name, address, unit, language, or the day of leaving. */
export const planPerson =
  ({ people, acts, clock }: Needs) =>
  async ({ person, create, by }: SavedPerson): Promise<Planned> => {
    await unitWithId(people, person.unitId)
    const today = beijingDate(clock.now())
    if (!isActive({ ...person, grants: [], substitutes: [] }, today)) requireOther(by, person.id)
    const before = await people.withId(person.id)
    if (create && before) throw idTaken(person.id, before.name)
    const holder = await people.withEmail(person.email)
    if (holder && holder.id !== person.id) throw addressTaken(person.email)
    return {
      act: {
        ...{ type: 'PersonSaved', by: named(by), about: named(before ?? person) },
        ...changeOf(before && ownOf(before), person),
        names: unitNames(await people.units(), person.unitId, before?.unitId),
      },
      ...(before && { concerns: before }),
      async write(rows) {
        if (!create && before)
          await endDesignationsElsewhere({ people, acts, clock })({
            personId: person.id,
            unitId: person.unitId,
            by,
          })
        try {
          await people.save(person, [...rows, ...endsSessions(before)], { create })
        } catch (error) {
          if (!(error instanceof ConditionFailed)) throw error
          if (error.row?.pk === `PERSON#${person.id}`) throw idTaken(person.id, String(error.row['name']))
          if (error.row?.pk.startsWith('EMAIL#')) throw addressTaken(person.email)
          throw error
        }
      },
    }

    /** Another address, unit or day of leaving: who was signed in by what was so before is out, also once it is undone. */
    function endsSessions(was: Person | undefined) {
      const { id, email, unitId, leftOn } = person
      const same =
        was?.email.toLowerCase() === email.toLowerCase() && was.unitId === unitId && was.leftOn === leftOn
      return was && !same ? [sessionsEndWrite(id, clock.now())] : []
    }
  }

/** Article 6: who leaves a unit no longer collects for it, whoever forgets to say so. */
export const endDesignationsElsewhere =
  ({ people, acts, clock }: Needs) =>
  async ({ personId, unitId, by }: { personId: string; unitId: string; by: Person }): Promise<void> => {
    const today = beijingDate(clock.now())
    // Afresh: the first try may have ended them.
    const was = await personWithId(people, personId)
    if (was.unitId === unitId) return
    for (const grant of was.grants) {
      if (grant.role !== 'officer' || grant.unitId === unitId) continue
      if (!holds(was, 'officer', today, grant.unitId)) continue
      const until = dayBefore(today)
      await acts.record(
        {
          ...{ type: 'DesignationEnded', by: named(by), about: named(was) },
          facts: { unitId: grant.unitId, until },
          names: unitNames(await people.units(), grant.unitId),
        },
        (rows) => people.grant(personId, { ...grant, until }, rows),
      )
    }
  }

interface RoleOf {
  personId: string
  role: Role
  unitId: string
  by: Person
}

/** A role from a Beijing date on, until one where it is given. */
export const planGrant =
  ({ people, clock }: Omit<Needs, 'acts'>) =>
  async ({
    personId,
    role,
    unitId,
    from,
    until,
    by,
  }: RoleOf & { from: string; until?: string | undefined }): Promise<Planned> => {
    requireNoDesignation(role)
    const person = await personWithId(people, personId)
    const unit = await unitWithId(people, unitId)
    if (until !== undefined && until < from)
      throw new Refusal('InvalidRequest', {
        zh: '结束日期早于开始日期',
        en: 'the last day is before the first',
      })
    const span = { from, ...(until && { until }) }
    const held = person.grants.find((one) => one.role === role && one.unitId === unitId)
    return {
      act: {
        ...{ type: 'RoleGranted', by: named(by), about: named(person), facts: { role, unitId } },
        ...changeOf(held && { from: held.from, until: held.until }, span),
        names: unitNames([unit], unitId),
      },
      concerns: person,
      write: (rows) =>
        people.grant(personId, { role, unitId, ...span, named: namedBy(by, clock) }, [
          ...rows,
          ...othersEnd(personId, by, clock),
        ]),
    }
  }

/** The role ends now: yesterday was its last day. Nothing where it is not held. */
export const planRoleEnd =
  ({ people, clock }: Omit<Needs, 'acts'>) =>
  async ({ personId, role, unitId, by }: RoleOf): Promise<Planned | undefined> => {
    requireNoDesignation(role)
    const today = beijingDate(clock.now())
    const person = await personWithId(people, personId)
    const grant = person.grants.find((one) => one.role === role && one.unitId === unitId)
    if (!grant || !holds(person, role, today, unitId)) return undefined
    if (role === 'admin') requireOther(by, personId)
    const ended = { ...grant, until: dayBefore(today) }
    return {
      act: {
        ...{ type: 'RoleEnded', by: named(by), about: named(person), facts: { role, unitId } },
        ...changeOf({ until: grant.until }, { until: ended.until }),
        names: unitNames(await people.units(), unitId),
      },
      concerns: person,
      write: (rows) => people.grant(personId, ended, [...rows, ...othersEnd(personId, by, clock)]),
    }
  }

/**
 * Whoever sits in a session of this person, or holds a passkey of theirs, is out at once; the person signs in anew, and is
 * told which passkeys went.
 */
export const endSessions =
  ({ people, acts, clock, mail }: Needs & { mail: Pick<Outbox, 'write'> }) =>
  async ({ personId, by }: { personId: string; by: Person }): Promise<void> => {
    const person = await personWithId(people, personId)
    const passkeys = (await people.passkeysOf(personId)).map(({ name }) => name)
    const { email: to, name } = person
    const told = { to, name, what: 'removed' as const, passkeys, by: by.name, at: clock.now() }
    const letter = passkeys.length === 0 ? [] : await mail.write(passkeyLetter(told))
    await acts.record({ type: 'SessionsEnded', by: named(by), about: named(person) }, (rows) =>
      people.endEverySignIn(personId, clock.now(), [...rows, ...letter]),
    )
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
