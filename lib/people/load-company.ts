import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { changeOf } from '../security/act'
import type { Acts } from '../security/ledger'
import type { Company } from './company'
import { dayBefore, ownOf, unitNames, type Grant, type Person } from './person'
import { sessionsEndWrite, type People } from './store'

type Member = Company['units'][number]['people'][number]
type Seat = Pick<Grant, 'role' | 'unitId'>

/** Everybody once, at home in the unit that names them first, with the roles of every unit that names them. */
function membersOf(company: Company): { member: Omit<Member, 'roles'>; unitId: string; seats: Seat[] }[] {
  const found = new Map<string, { member: Omit<Member, 'roles'>; unitId: string; seats: Seat[] }>()
  for (const unit of company.units)
    for (const { roles, ...member } of unit.people) {
      const one = found.get(member.id) ?? { member, unitId: unit.id, seats: [] }
      one.seats.push(...roles.map((role) => ({ role, unitId: unit.id })))
      found.set(member.id, one)
    }
  return [...found.values()]
}

/** What of a person a record compares: address and the like, and the roles held. */
const comparable = (person: Omit<Person, 'grants' | 'substitutes'>, seats: Seat[]) => ({
  ...person,
  roles: seats.map(({ role, unitId }) => `${role} ${unitId}`).sort(),
})

/** Whoever installs stands behind no session. */
const installer = { id: 'installer', name: '安装者' }

/**
 * Writes the company file into the table; loading it again brings the table to what the file says now, ends the sessions
 * of whoever it changed, and says in the record what that was. The head comes last: a load that broke off does not stand
 * as a company that is set up.
 */
export const loadCompany =
  ({ people, clock, acts }: { people: People; clock: Clock; acts: Acts }) =>
  async (
    company: Company,
    type: 'CompanyLoaded' | 'CompanySetUp' = 'CompanyLoaded',
  ): Promise<{ units: number; people: number }> => {
    const now = clock.now()
    const today = beijingDate(now)
    const known = await people.company()
    const members = membersOf(company)
    const changes: Record<string, unknown>[] = []
    for (const unit of company.units)
      await people.saveUnit({ id: unit.id, name: unit.name, nameEn: unit.nameEn, office: unit.office })
    for (const one of members) await bring(one)
    await acts.record(
      {
        ...{ type, by: installer, about: { id: 'company', name: company.name } },
        facts: { units: company.units.length, people: members.length, changes },
        names: unitNames(company.units, ...company.units.map(({ id }) => id)),
      },
      (rows) =>
        people.saveCompany(
          { name: company.name, demo: company.demo, setUpAt: known?.setUpAt ?? now.toISOString() },
          known,
          rows,
        ),
    )
    return { units: company.units.length, people: members.length }

    async function bring({ member, unitId, seats }: (typeof members)[number]): Promise<void> {
      const before = await people.withId(member.id)
      const held = (before?.grants ?? []).filter(({ until }) => until === undefined || until >= today)
      const ended = endedGrants(before, seats)
      const is = comparable({ ...member, unitId }, [...seats, ...held.filter(({ by }) => by !== undefined)])
      const change = changeOf(before && comparable(ownOf(before), held), is)
      const isChanged = Object.keys(change.after).length + Object.keys(change.before ?? {}).length > 0
      const isOver = before !== undefined && isChanged ? [sessionsEndWrite(member.id, now)] : []
      await people.save({ ...member, unitId }, isOver)
      for (const seat of seats) await people.grant(member.id, { ...seat, from: today })
      for (const grant of ended) await people.grant(member.id, { ...grant, until: dayBefore(today) })
      if (isChanged) changes.push({ id: member.id, name: member.name, ...change })
    }
  }

/** Roles an earlier file gave and this one does not; designations (article 6) are the unit head's and stay. */
const endedGrants = (before: Person | undefined, seats: Seat[]): Grant[] =>
  (before?.grants ?? []).filter(
    (grant) =>
      grant.by === undefined &&
      !seats.some(({ role, unitId }) => role === grant.role && unitId === grant.unitId),
  )
