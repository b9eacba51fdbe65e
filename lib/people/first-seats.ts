import { Refusal } from '../platform/refusal'
import type { Company } from './company'
import type { Role } from './person'

type First = Pick<Company, 'units'>

interface Seat {
  unitId: string
  id: string
  name: string
  email: string
  roles: Role[]
}

const key = (email: string) => email.trim().toLowerCase()

/** Steps a submission of any unit passes, and those of one unit alone. */
const everywhere: Role[] = ['office-reviewer', 'department-head']
const inUnit: Role[] = ['officer', 'unit-head']

/** What a seat does on the way of a submission of this unit. */
const stepsOn = ({ unitId, roles }: Seat, ofUnit: string): Role[] =>
  roles.filter((role) => everywhere.includes(role) || (inUnit.includes(role) && unitId === ofUnit))

/**
 * Separation of duty (article 2): with one person in both seats the submissions of that unit would stand still, because
 * nobody decides on the own nor twice on one. Editing and administering decide nothing.
 */
const collide = (one: Seat, other: Seat): boolean =>
  [one.unitId, other.unitId].some((unitId) =>
    stepsOn(one, unitId).some((step) => stepsOn(other, unitId).some((another) => another !== step)),
  )

const bothSeats = (email: string) =>
  new Refusal(
    'InvalidRequest',
    {
      zh: `邮箱 ${email} 填在了两个不能由同一人担任的位置：同一稿件的填报、各级审批须由不同的人办理（第二条）`,
      en: `the address ${email} stands in two seats one person cannot hold: whoever submits and each tier that approves are different people (article 2)`,
    },
    { facts: { email } },
  )

const twoNames = (email: string, names: string[]) =>
  new Refusal(
    'InvalidRequest',
    {
      zh: `邮箱 ${email} 填了不同的姓名：${names.join('、')}；同一人请填相同的姓名，不同的人请用各自的邮箱`,
      en: `the address ${email} has different names: ${names.join(', ')}; give one person one name, and each person an address of their own`,
    },
    { facts: { email, names } },
  )

const idTwice = (id: string) =>
  new Refusal(
    'InvalidRequest',
    { zh: `编号 ${id} 用了两次`, en: `the id ${id} is used twice` },
    { facts: { id } },
  )

function requireOwnIds({ units }: First, seats: Seat[]): void {
  const unitTwice = units.find(({ id }, at) => units.findIndex((one) => one.id === id) !== at)
  if (unitTwice) throw idTwice(unitTwice.id)
  const taken = seats.find(({ id, email }) =>
    seats.some((one) => one.id === id && key(one.email) !== key(email)),
  )
  if (taken) throw idTwice(taken.id)
}

/**
 * One address is one person: whoever was typed into several seats holds the roles of all of them, under the id of the
 * first. Refuses, before anything is written, seats that one person cannot hold together, one address under two names,
 * and one id for two people or units.
 */
export function inOneSeatEach<T extends First>(company: T): T {
  const seats: Seat[] = company.units.flatMap((unit) =>
    unit.people.map((member) => ({ ...member, unitId: unit.id })),
  )
  requireOwnIds(company, seats)
  const firstOf = (email: string) => seats.find((seat) => key(seat.email) === key(email))!
  for (const [at, seat] of seats.entries())
    for (const other of seats.slice(at + 1).filter(({ email }) => key(email) === key(seat.email))) {
      if (other.name.trim() !== seat.name.trim()) throw twoNames(seat.email, [seat.name, other.name])
      if (collide(seat, other)) throw bothSeats(seat.email)
    }
  return {
    ...company,
    units: company.units.map((unit) => ({
      ...unit,
      people: unit.people.map((member) => {
        const { id, email } = firstOf(member.email)
        return { ...member, id, email }
      }),
    })),
  }
}
