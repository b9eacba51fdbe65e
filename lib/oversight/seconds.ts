import { everybodyWith } from '../people/office-staff'
import { substitutesOn, type Person } from '../people/person'
import { holdersOf, type Candidate, type Seat } from '../people/seats'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { RefusalDetail } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'

interface Needs {
  people: People
  clock: Clock
}

const own: RefusalDetail = {
  rule: 'second.own-proposal',
  message: {
    zh: '提出变更的人及其代理人不能确认这项变更',
    en: 'whoever proposed a change does not confirm it, nor does their substitute',
  },
  remedy: {
    zh: '请由另一位管理员或企管部负责人确认',
    en: 'another administrator or the head of enterprise management confirms it',
  },
}

/** Invariant 6: never the proposer, nor somebody who stands in for them. */
export const conflictOfSecond =
  ({ people, clock }: Needs) =>
  async (proposerId: string): Promise<(candidate: Candidate) => RefusalDetail | null> => {
    const proposer = await people.withId(proposerId)
    const substitutes = proposer ? substitutesOn(proposer, beijingDate(clock.now())) : []
    return ({ person, standsInFor }) =>
      person.id === proposerId || standsInFor?.id === proposerId || substitutes.includes(person.id)
        ? own
        : null
  }

/**
 * Which posts answer: other administrators and the head of 企管部, of a change about the head the company leaders too;
 * where there is nobody else, a leader, and in a company without one whoever reviews for the office. None: nobody can.
 */
export const seatsOfSecond =
  (needs: Needs) =>
  async ({ proposerId, concernsHead }: { proposerId: string; concernsHead: boolean }): Promise<Seat[]> => {
    const today = beijingDate(needs.clock.now())
    const conflict = await conflictOfSecond(needs)(proposerId)
    const first: Seat[] = [{ role: 'admin' }, { role: 'department-head' }]
    const leaders: Seat[] = [{ role: 'company-leader' }]
    const ladders = [
      concernsHead ? [...first, ...leaders] : first,
      leaders,
      [{ role: 'office-reviewer' as const }],
    ]
    for (const seats of ladders) {
      const found = await Promise.all(seats.map((seat) => holdersOf(needs.people, seat, today)))
      if (found.flat().some((candidate) => conflict(candidate) === null)) return seats
    }
    return []
  }

/** Leaders of the company, and whoever may be the second: who hears that the glass was broken, or of an account. */
export const watchersOf = async (needs: Needs): Promise<Person[]> => {
  const roles = ['company-leader', 'department-head', 'admin'] as const
  const found = (await Promise.all(roles.map((role) => everybodyWith(role)(needs)))).flat()
  return found.filter((one, at) => found.findIndex(({ id }) => id === one.id) === at)
}
