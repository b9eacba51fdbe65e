import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import type { Company } from './company'
import { dayBefore, type Grant } from './person'
import type { People } from './store'

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

/**
 * Writes the company file into the table; loading it again brings the table to what the file says now. The head comes
 * last: a load that broke off does not stand as a company that is set up.
 */
export const loadCompany =
  ({ people, clock }: { people: People; clock: Clock }) =>
  async (company: Company): Promise<{ units: number; people: number }> => {
    const today = beijingDate(clock.now())
    const known = await people.company()
    const members = membersOf(company)
    /** Roles an earlier file gave and this one does not; designations (article 6) are the unit head's and stay. */
    const endedGrants = async (personId: string, seats: Seat[]) =>
      ((await people.withId(personId))?.grants ?? []).filter(
        (grant) =>
          grant.by === undefined &&
          !seats.some(({ role, unitId }) => role === grant.role && unitId === grant.unitId),
      )
    for (const unit of company.units)
      await people.saveUnit({ id: unit.id, name: unit.name, nameEn: unit.nameEn, office: unit.office })
    for (const { member, unitId, seats } of members) {
      await people.save({ ...member, unitId })
      for (const seat of seats) await people.grant(member.id, { ...seat, from: today })
      for (const ended of await endedGrants(member.id, seats))
        await people.grant(member.id, { ...ended, until: dayBefore(today) })
    }
    await people.saveCompany(
      { name: company.name, demo: company.demo, setUpAt: known?.setUpAt ?? clock.now().toISOString() },
      known,
    )
    return { units: company.units.length, people: members.length }
  }
