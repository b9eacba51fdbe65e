import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import type { Company } from './company'
import { dayBefore, type Role } from './person'
import type { People } from './store'

/** Writes the company file into the table; loading it again brings the table to what the file says now. */
export const loadCompany =
  ({ people, clock }: { people: People; clock: Clock }) =>
  async (company: Company): Promise<{ units: number; people: number }> => {
    const today = beijingDate(clock.now())
    const known = await people.company()
    await people.saveCompany(
      { name: company.name, demo: company.demo, setUpAt: known?.setUpAt ?? clock.now().toISOString() },
      known,
    )
    /** Roles an earlier file gave and this one does not; designations (article 6) are the unit head's and stay. */
    const endedGrants = async (personId: string, roles: Role[]) =>
      ((await people.withId(personId))?.grants ?? []).filter(
        (grant) => grant.by === undefined && !roles.includes(grant.role),
      )
    for (const unit of company.units) {
      await people.saveUnit({ id: unit.id, name: unit.name, nameEn: unit.nameEn, office: unit.office })
      for (const member of unit.people) {
        const { roles, ...person } = member
        await people.save({ ...person, unitId: unit.id })
        for (const role of roles) await people.grant(member.id, { role, unitId: unit.id, from: today })
        for (const ended of await endedGrants(member.id, roles))
          await people.grant(member.id, { ...ended, until: dayBefore(today) })
      }
    }
    return {
      units: company.units.length,
      people: company.units.reduce((sum, unit) => sum + unit.people.length, 0),
    }
  }
