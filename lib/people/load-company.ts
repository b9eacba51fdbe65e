import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import type { Company } from './company'
import type { People } from './store'

/** Writes the company file into the table; loading it again brings the table to what the file says now. */
export const loadCompany =
  ({ people, clock }: { people: People; clock: Clock }) =>
  async (company: Company): Promise<{ units: number; people: number }> => {
    const from = beijingDate(clock.now())
    for (const unit of company.units) {
      await people.saveUnit({ id: unit.id, name: unit.name, nameEn: unit.nameEn, office: unit.office })
      for (const member of unit.people) {
        await people.save({
          id: member.id,
          name: member.name,
          email: member.email,
          unitId: unit.id,
          language: member.language,
        })
        for (const role of member.roles) await people.grant(member.id, { role, unitId: unit.id, from })
      }
    }
    return {
      units: company.units.length,
      people: company.units.reduce((sum, unit) => sum + unit.people.length, 0),
    }
  }
