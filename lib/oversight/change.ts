import * as z from 'zod'
import { planGrant, planPerson, planRoleEnd, type Planned } from '../people/administer'
import { Person, roles, Substitute, type Person as Proposer } from '../people/person'
import { planSubstitute } from '../people/substitution'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Acts } from '../security/ledger'

const Role = z.object({ personId: z.string(), role: z.enum(roles), unitId: z.string() })

/** What an administrator wants changed, as the row of a proposal keeps it until it takes effect. */
export const Change = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('person'),
    person: Person.omit({ grants: true, substitutes: true }),
    create: z.boolean().optional(),
  }),
  Role.extend({ kind: z.literal('grant'), from: z.iso.date(), until: z.iso.date().optional() }),
  Role.extend({ kind: z.literal('role-end') }),
  Substitute.extend({ kind: z.literal('substitute'), personId: z.string() }),
])
export type Change = z.infer<typeof Change>

/** The person it is about. */
export const concernedIn = (change: Change): string =>
  change.kind === 'person' ? change.person.id : change.personId

export interface PlanNeeds {
  people: People
  acts: Acts
  clock: Clock
}

/** Checks a change as things stand now; nothing where there is nothing to change. @throws Refusal */
export const planOf =
  (needs: PlanNeeds) =>
  async (change: Change, by: Proposer): Promise<Planned | undefined> => {
    switch (change.kind) {
      case 'person':
        return planPerson(needs)({ ...change, by })
      case 'grant':
        return planGrant(needs)({ ...change, by })
      case 'role-end':
        return planRoleEnd(needs)({ ...change, by })
      case 'substitute':
        return planSubstitute(needs)({ ...change, by })
    }
  }
