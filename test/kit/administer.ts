import { carryOut, planGrant, planPerson, planRoleEnd } from '../../lib/people/administer'
import type { Person } from '../../lib/people/person'

type Room = Parameters<typeof planPerson>[0]

/** What an administrator changes, carried out as it is once a second person has confirmed it. */
const carriedOut =
  <T extends { by: Person }>(
    plan: (room: Room) => (change: T) => Promise<Parameters<ReturnType<typeof carryOut>>[0] | undefined>,
    idOf: (change: T) => string,
  ) =>
  (room: Room) =>
  async (change: T): Promise<Person> => {
    const planned = await plan(room)(change)
    if (planned) await carryOut(room)(planned)
    return (await room.people.withId(idOf(change)))!
  }

export const savePerson = carriedOut(planPerson, ({ person }) => person.id)
export const grantRole = carriedOut(planGrant, ({ personId }) => personId)
export const endRole = carriedOut(planRoleEnd, ({ personId }) => personId)
