import * as z from 'zod'
import { roleOfTier } from '../approval/approvers'
import { unfilled } from '../approval/require-approvers'
import { holds, isActive, type Person, type Role, type Unit } from '../people/person'
import { Bilingual } from '../policy/finding'
import { policy } from '../policy/policy'
import { roleNames } from '../policy/role-names'

/** Something that stands, or soon will, in the way of the company's work; `href` is where it is mended. */
export const Trouble = z.object({
  kind: z.enum([
    'vacant',
    'two-seats',
    'left',
    'address',
    'substitute',
    'holidays',
    'platform',
    'window',
    'letters',
    'messenger',
  ]),
  said: Bilingual,
  href: z.string(),
  /** work stands still; else it soon may */
  serious: z.boolean(),
})
export type Trouble = z.infer<typeof Trouble>

interface Company {
  units: Unit[]
  people: Person[]
  /** Beijing date */
  today: string
}

const nameOf = (people: Person[], id: string) => people.find((person) => person.id === id)?.name ?? id
const unitNamed = ({ name, nameEn }: Unit) => ({ zh: name, en: nameEn ?? name })
export const trouble = (
  kind: Trouble['kind'],
  serious: boolean,
  zh: string,
  en: string,
  href = '/company',
): Trouble => ({
  ...{ kind, serious, href },
  said: { zh, en },
})

/** What a seat of the whole company is there for; a company without a leader may send all but kind 6 of article 9. */
const companySeats: [Role, boolean, string, string][] = [
  [
    'office-reviewer',
    true,
    '所有经微信发布的稿件停在“企管办审核”（第十一条）',
    'all articles for WeChat stop at the office review (article 11)',
  ],
  [
    'department-head',
    true,
    '所有稿件停在最后一道批准，微博借用也无人批准（第十一、十二条）',
    'every article stops at the last approval, and no loan is granted (articles 11, 12)',
  ],
  [
    'editor',
    true,
    '没有人编排、群发和受理客诉（第四条）',
    'nobody composes, sends, or takes complaints (article 4)',
  ],
  ['admin', true, '没有人维护人员和权限', 'nobody keeps people and rights'],
  [
    'company-leader',
    false,
    '需公司领导批准的内容（第九条第六类）无法送审',
    'matters for a company leader (article 9, kind 6) cannot be submitted',
  ],
]

/** Who holds a role today, in that unit where one is named. */
const holders = ({ people, today }: Company, role: Role, unitId?: string): string[] =>
  people.filter((person) => holds(person, role, today, unitId)).map(({ id }) => id)

/** Posts nobody holds, and what stands still for it. */
export function vacancies(company: Company): Trouble[] {
  const { units, people, today } = company
  return [
    ...companySeats
      .filter(([role]) => holders(company, role).length === 0)
      .map(([role, serious, zh, en]) =>
        trouble(
          'vacant',
          serious,
          `没有${roleNames[role].zh}：${zh}。`,
          `There is no ${roleNames[role].en}: ${en}.`,
        ),
      ),
    ...units
      .filter(({ id }) => people.some((person) => person.unitId === id && isActive(person, today)))
      .flatMap((unit) => {
        const { zh, en } = unitNamed(unit)
        if (holders(company, 'unit-head', unit.id).length === 0)
          return [
            trouble(
              'vacant',
              true,
              `${zh}没有单位负责人：该单位的稿件和客诉答复无人审核，也无人能指定信息员（第六、十一条）。`,
              `${en} has no head: nobody reviews what it writes and answers, nor names its officers (articles 6, 11).`,
            ),
          ]
        if (holders(company, 'officer', unit.id).length > 0) return []
        return [
          trouble(
            'vacant',
            false,
            `${zh}没有信息员，请其负责人指定（第六条）。`,
            `${en} has no information officer; its head names one (article 6).`,
          ),
        ]
      }),
  ]
}

/** Of each unit's route: whether the officer and every step can each have a person of their own (invariant 6). */
export function twoSeats(company: Company): Trouble[] {
  return company.units.flatMap((unit) => {
    const steps = policy.routes[unit.office ? 'office' : 'full'].map(({ tier }) => tier)
    const seats = steps.map((tier) =>
      holders(company, roleOfTier[tier], tier === 'unit-head' ? unit.id : undefined),
    )
    const officers = holders(company, 'officer', unit.id)
    // A vacant seat is told as such.
    if (officers.length === 0 || seats.some((seat) => seat.length === 0)) return []
    const stuck = officers.map((officer) => ({
      officer,
      tiers: unfilled(
        steps,
        seats.map((seat) => seat.filter((id) => id !== officer)),
      ),
    }))
    if (stuck.some(({ tiers }) => tiers.length === 0)) return []
    const { zh, en } = unitNamed(unit)
    const tiers = stuck[0]!.tiers.map((tier) => policy.tiers[tier].title)
    const names = [...new Set(seats.flat())].map((id) => nameOf(company.people, id))
    return [
      trouble(
        'two-seats',
        true,
        `${zh}的稿件过不了“${tiers.map((one) => one.zh).join('、')}”：${names.join('、')}中有人占了一条路线上的两个位置，同一稿件的填报和各级审批须由不同的人办理（第二条）。`,
        `What ${en} writes cannot pass “${tiers.map((one) => one.en).join(', ')}”: among ${names.join(', ')} one person sits in two seats of one route, and each step takes a person of its own (article 2).`,
      ),
    ]
  })
}

/** Days before its end at which a substitution is told of. */
const endsWithinDays = 2
const plusDays = (date: string, days: number) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

/** Who stands in for somebody and has left, or will not for long any more. */
export function substitutions({ people, today }: Company): Trouble[] {
  return people
    .filter((person) => isActive(person, today))
    .flatMap((person) =>
      person.substitutes
        .filter(({ from, until }) => from <= today && today <= until)
        .flatMap(({ substituteId, until }) => {
          const substitute = people.find(({ id }) => id === substituteId)
          const name = substitute?.name ?? substituteId
          if (!substitute || !isActive(substitute, today))
            return [
              trouble(
                'substitute',
                true,
                `${person.name}指定的代理人${name}已离职，无人代其审批。`,
                `${name}, who stands in for ${person.name}, has left.`,
              ),
            ]
          if (until > plusDays(today, endsWithinDays)) return []
          return [
            trouble(
              'substitute',
              false,
              `${name}代理${person.name}审批，${until} 到期。`,
              `${name} stands in for ${person.name} until ${until}.`,
            ),
          ]
        }),
    )
}

/** What would stand still if this person no longer held the role there, or any role at all: nothing new where it does already. */
export function stopsWithout(company: Company, personId: string, role?: Role, unitId?: string): Trouble[] {
  const without: Company = {
    ...company,
    people: company.people.map((person) =>
      person.id !== personId
        ? person
        : {
            ...person,
            ...(role === undefined && { leftOn: company.today }),
            grants: person.grants.filter(
              (grant) => role !== undefined && !(grant.role === role && grant.unitId === unitId),
            ),
          },
    ),
  }
  const told = (one: Company) => [...vacancies(one), ...twoSeats(one), ...substitutions(one)]
  const before = new Set(told(company).map(({ said }) => said.zh))
  return told(without).filter(({ said }) => !before.has(said.zh))
}
