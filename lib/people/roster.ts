import * as z from 'zod'
import { canonicalJson, sha256 } from '../platform/ids'
import type { RefusalDetail } from '../platform/refusal'
import { Bilingual } from '../policy/finding'
import { roleNames } from '../policy/role-names'
import { cellName, rosterLimits, type RosterSheet } from '../policy/roster-form'
import { isVisible, unprintablesIn } from '../policy/visible'
import { whyTwo } from '../policy/two-people'
import { changeOf } from '../security/act'
import { Address, isActive, ownOf, Person, roles, Unit, unitNames, type Grant, type Role } from './person'

const Cell = z.string().max(1_000)
const row = z.number().int().min(2).max(1_000_000)

/** The rows of the spreadsheet as they were read, each with its number there; empty cells are empty. */
export const RosterRows = z.strictObject({
  units: z.array(z.strictObject({ row, id: Cell, name: Cell, nameEn: Cell })).max(rosterLimits.units),
  people: z
    .array(
      z.strictObject({
        ...{ row, id: Cell, name: Cell, email: Cell, unit: Cell },
        ...{ language: Cell, roles: Cell, leftOn: Cell },
      }),
    )
    .max(rosterLimits.people),
  /** people who are here today and not in the file: stay as they are, or leave today */
  missing: z.enum(['stay', 'leave']),
})
export type RosterRows = z.infer<typeof RosterRows>

const Seat = z.object({ role: z.enum(roles), unitId: z.string() })
type Seat = z.infer<typeof Seat>

/** What a file comes to, checked: kept until a second person has confirmed it. */
export const RosterPlan = z.object({
  /** of units and people as they stood when it was checked */
  base: z.string(),
  /** Beijing date of that */
  today: z.iso.date(),
  /** what the units it speaks of are called, by id */
  names: z.record(z.string(), Bilingual),
  units: z.array(z.object({ unit: Unit, create: z.boolean(), was: Unit.optional() })),
  people: z.array(
    z.object({
      person: Person.omit({ grants: true, substitutes: true }),
      /** as they stood; nobody is new */
      was: Person.omit({ grants: true, substitutes: true }).optional(),
      given: z.array(Seat),
      ended: z.array(Seat),
      change: z.object({
        before: z.record(z.string(), z.unknown()).optional(),
        after: z.record(z.string(), z.unknown()),
      }),
      /** one person may not do this alone */
      needsTwo: z.boolean(),
    }),
  ),
  unchanged: z.number().int(),
})
export type RosterPlan = z.infer<typeof RosterPlan>

export interface Present {
  units: Unit[]
  people: Person[]
  /** Beijing date */
  today: string
}

/** Roles that an administrator gives, as they stand today or begin later. */
const seatsOf = ({ grants }: Person, today: string): Seat[] =>
  grants
    .filter(({ role, until }) => role !== 'officer' && (until === undefined || until >= today))
    .map(({ role, unitId }) => ({ role, unitId }))

/** What a file would be compared with: another value, and it has to be looked at again. */
export const baseOf = ({ units, people, today }: Present): string =>
  sha256(
    canonicalJson({
      units: [...units].sort((a, b) => (a.id < b.id ? -1 : 1)),
      people: people
        .map((one) => ({ ...ownOf(one), seats: seatsOf(one, today).map(seatName).sort() }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    }),
  )

const rolesIn = (values: Record<string, unknown> | undefined) =>
  (values?.['roles'] as string[] | undefined) ?? []
const seatName = ({ role, unitId }: Seat | Grant) => `${role} ${unitId}`
const folded = (text: string) => text.trim().toLowerCase()
const languages: Record<string, 'zh' | 'en'> = {
  ...{ '': 'zh', 中文: 'zh', chinese: 'zh', zh: 'zh' },
  ...{ 英文: 'en', english: 'en', en: 'en' },
}
const roleCalled = new Map<string, Role>(
  roles.flatMap((role) => [roleNames[role].zh, roleNames[role].en].map((name) => [folded(name), role])),
)

/**
 * Compares the rows of a file with the company: what it comes to, or everything that is wrong with it, by cell. Nobody
 * invents an id: whoever has none is found by address, a unit by name, and somebody new gets one.
 */
export function planRosterOf(
  rows: RosterRows,
  present: Present,
  byId: string,
): { plan: RosterPlan; mistakes: RefusalDetail[] } {
  const { today } = present
  const base = baseOf(present)
  const mistakes: RefusalDetail[] = []
  const wrong = (sheet: RosterSheet, key: string, at: number, said: Bilingual, remedy: Bilingual) => {
    const cell = cellName(sheet, key, at)
    mistakes.push({
      rule: `roster.${sheet}.${key}`,
      message: { zh: `${cell.zh}：${said.zh}`, en: `${cell.en}: ${said.en}` },
      remedy,
    })
  }
  /** New ids hang on the file and on what it is compared with: looked at twice, they are the same. */
  const newId = (what: string) => {
    const hex = sha256(`${base} ${what}`)
    return [8, 4, 4, 4, 12]
      .map((length, at) => hex.slice([0, 8, 12, 16, 20][at]!, [0, 8, 12, 16, 20][at]! + length))
      .join('-')
  }
  const readable = (sheet: RosterSheet, key: string, at: number, text: string): string => {
    const said = text.trim()
    if (said === '' || !isVisible(said))
      wrong(sheet, key, at, { zh: '不能为空', en: 'must not be empty' }, { zh: '请填写', en: 'fill it in' })
    else if (said.length > 60 || unprintablesIn(said).length > 0)
      wrong(
        sheet,
        key,
        at,
        {
          zh: '超过 60 字，或含有不能显示的字符',
          en: 'is over 60 characters, or holds a sign that cannot be shown',
        },
        { zh: '请改短或重新输入', en: 'shorten it or type it anew' },
      )
    return said
  }

  const units = unitsOf()
  const people = peopleOf([...present.units.filter(({ id }) => !units.byId.has(id)), ...units.byId.values()])
  const unitIds = people.people.flatMap(({ person, was, given, ended, change }) => [
    ...[person.unitId, was?.unitId, ...[...given, ...ended].map(({ unitId }) => unitId)],
    ...[change.before, change.after].flatMap((values) => rolesIn(values).map((said) => said.split(' ')[1])),
  ])
  const names = unitNames([...present.units, ...units.byId.values()], ...unitIds)
  return { plan: { base, today, names, units: units.changed, ...people }, mistakes }

  function unitsOf() {
    const byId = new Map<string, Unit>()
    const named = new Map<string, number>()
    const changed: RosterPlan['units'] = []
    for (const { row: at, ...one } of rows.units) {
      const name = readable('units', 'name', at, one.name)
      const known = one.id.trim()
        ? present.units.find(({ id }) => id === one.id.trim())
        : present.units.find((unit) => folded(unit.name) === folded(name))
      if (one.id.trim() && !known)
        wrong(
          ...(['units', 'id', at] as const),
          { zh: '没有这个编号的单位', en: 'there is no unit with this id' },
          { zh: '新单位请留空，编号由系统生成', en: 'leave it empty for a new unit; the system makes ids' },
        )
      const first = named.get(folded(name))
      const other = present.units.find((unit) => unit.id !== known?.id && folded(unit.name) === folded(name))
      if (first !== undefined || other || (known && byId.has(known.id)))
        wrong(
          ...(['units', 'name', at] as const),
          first !== undefined || !other
            ? { zh: `与第 ${first ?? '?'} 行是同一个单位`, en: `is the unit of row ${first ?? '?'}` }
            : { zh: `“${name}”已是另一个单位`, en: `“${name}” is another unit already` },
          { zh: '每个单位只写一行', en: 'one row for each unit' },
        )
      named.set(folded(name), at)
      const nameEn = one.nameEn.trim().slice(0, 100)
      const unit: Unit = {
        ...{ id: known?.id ?? newId(`unit ${folded(name)}`), name, office: known?.office ?? false },
        ...(nameEn && { nameEn }),
      }
      byId.set(unit.id, unit)
      if (!known || known.name !== unit.name || (known.nameEn ?? '') !== nameEn)
        changed.push({ unit, create: !known, ...(known && { was: known }) })
    }
    return { byId, changed }
  }

  function peopleOf(all: Unit[]) {
    const unitCalled = new Map(
      all.flatMap((unit) => [unit.name, unit.nameEn ?? unit.name].map((name) => [folded(name), unit.id])),
    )
    const byAddress = new Map(present.people.map((one) => [folded(one.email), one]))
    const seen = new Map<string, number>()
    const changed: RosterPlan['people'] = []
    let unchanged = 0
    for (const one of rows.people) {
      const before = personOf(one)
      const id = before?.id ?? newId(`person ${folded(one.email)}`)
      const first = seen.get(id)
      if (first !== undefined)
        wrong(
          ...(['people', before && one.id.trim() ? 'id' : 'email', one.row] as const),
          { zh: `与第 ${first} 行是同一个人`, en: `is the person of row ${first}` },
          { zh: '每个人只写一行', en: 'one row for each person' },
        )
      seen.set(id, one.row)
      const unitId = unitIdOf(one.row, 'unit', one.unit)
      const leftOn = leftOnOf(one.row, one.leftOn)
      const person = {
        ...{ id, name: readable('people', 'name', one.row, one.name), email: addressOf(one, before), unitId },
        language: languageOf(one.row, one.language),
        ...(leftOn && { leftOn }),
      }
      const wanted = seatsIn(one.row, one.roles, unitId)
      if (id === byId) requireOther(one.row, before, leftOn, wanted)
      add(before, person, wanted)
    }
    if (rows.missing === 'leave')
      for (const person of present.people.filter(
        (one) => !seen.has(one.id) && isActive(one, today) && one.id !== byId,
      ))
        add(person, { ...ownOf(person), leftOn: today }, seatsOf(person, today))
    return { people: changed, unchanged }

    function personOf({ row: at, id, email }: RosterRows['people'][number]): Person | undefined {
      if (!id.trim()) return byAddress.get(folded(email))
      const known = present.people.find((person) => person.id === id.trim())
      if (!known)
        wrong(
          ...(['people', 'id', at] as const),
          { zh: '没有这个编号的人', en: 'there is no person with this id' },
          { zh: '新人请留空，编号由系统生成', en: 'leave it empty for somebody new; the system makes ids' },
        )
      return known
    }

    function addressOf({ row: at, email }: RosterRows['people'][number], before: Person | undefined): string {
      const said = email.trim()
      const holder = byAddress.get(folded(said))
      if (!Address.safeParse(said).success)
        wrong(
          ...(['people', 'email', at] as const),
          { zh: said ? `“${said.slice(0, 60)}”不是邮箱地址` : '不能为空', en: 'is no mail address' },
          { zh: '请填写本人的邮箱', en: 'give the person’s own address' },
        )
      else if (holder && holder.id !== before?.id)
        wrong(
          ...(['people', 'email', at] as const),
          { zh: `这个邮箱是${holder.name}的`, en: `it is the address of ${holder.name}` },
          { zh: '一个邮箱只属于一个人；先改那个人的', en: 'an address is one person’s; change theirs first' },
        )
      return before && folded(before.email) === folded(said) ? before.email : said
    }

    function unitIdOf(at: number, key: 'unit' | 'roles', text: string): string {
      const found = unitCalled.get(folded(text))
      if (found === undefined)
        wrong(
          ...(['people', key, at] as const),
          { zh: `没有单位“${text.trim()}”`, en: `there is no unit “${text.trim()}”` },
          {
            zh: '请照“单位”表写名称；新单位先在那张表加一行',
            en: 'as sheet Units names it; a new one gets a row there',
          },
        )
      return found ?? ''
    }

    function languageOf(at: number, text: string): 'zh' | 'en' {
      const found = languages[folded(text)]
      if (!found)
        wrong(
          ...(['people', 'language', at] as const),
          { zh: '只能是“中文”或“英文”', en: 'can only be Chinese or English' },
          { zh: '留空就是中文', en: 'empty means Chinese' },
        )
      return found ?? 'zh'
    }

    function leftOnOf(at: number, text: string): string | undefined {
      const said = text.trim()
      if (said === '' || z.iso.date().safeParse(said).success) return said || undefined
      wrong(
        ...(['people', 'leftOn', at] as const),
        { zh: `“${said.slice(0, 40)}”不是日期`, en: `“${said.slice(0, 40)}” is no date` },
        { zh: '请写成 2026-11-30', en: 'write it as 2026-11-30' },
      )
      return undefined
    }

    function seatsIn(at: number, text: string, homeId: string): Seat[] {
      const parts = text.split(/[、，,；;\n]/).map((part) => part.trim())
      const found = parts.filter(Boolean).flatMap((part): Seat[] => {
        const [, name = '', unit] = /^([^（(]*?)\s*(?:[（(](.*)[)）])?$/.exec(part) ?? []
        const role = roleCalled.get(folded(name))
        if (!role || role === 'officer') {
          wrong(
            ...(['people', 'roles', at] as const),
            role
              ? {
                  zh: '信息员由单位负责人指定（第六条）',
                  en: 'officers are named by the unit head (article 6)',
                }
              : { zh: `没有角色“${part.slice(0, 40)}”`, en: `there is no role “${part.slice(0, 40)}”` },
            role
              ? { zh: '请从这一格删去', en: 'take it out of this cell' }
              : {
                  zh: `只能是${roles
                    .filter((one) => one !== 'officer')
                    .map((one) => roleNames[one].zh)
                    .join('、')}`,
                  en: `one of ${roles
                    .filter((one) => one !== 'officer')
                    .map((one) => roleNames[one].en)
                    .join(', ')}`,
                },
          )
          return []
        }
        const unitId = unit === undefined ? homeId : unitIdOf(at, 'roles', unit)
        return [{ role, unitId }]
      })
      return found.filter((one, index) => found.findIndex((two) => seatName(two) === seatName(one)) === index)
    }

    /** Whoever administers cannot shut themselves out by a file either. */
    function requireOther(
      at: number,
      before: Person | undefined,
      leftOn: string | undefined,
      wanted: Seat[],
    ) {
      const isAdmin = (seats: Seat[]) => seats.some(({ role }) => role === 'admin')
      const shutsOut = leftOn !== undefined && leftOn <= today
      const lost = before && isAdmin(seatsOf(before, today)) && !isAdmin(wanted)
      if (!shutsOut && !lost) return
      wrong(
        ...(['people', shutsOut ? 'leftOn' : 'roles', at] as const),
        { zh: '不能停用自己或取消自己的管理员角色', en: 'nobody ends their own account or administration' },
        { zh: '请由另一位管理员操作', en: 'ask another administrator' },
      )
    }

    function add(before: Person | undefined, person: RosterPlan['people'][number]['person'], wanted: Seat[]) {
      const held = before ? seatsOf(before, today) : []
      const without = (some: Seat[], others: Seat[]) =>
        some.filter((one) => !others.some((two) => seatName(one) === seatName(two)))
      const [given, ended] = [without(wanted, held), without(held, wanted)]
      const comparable = (own: object, seats: Seat[]) => ({ ...own, roles: seats.map(seatName).sort() })
      const change = changeOf(before && comparable(ownOf(before), held), comparable(person, wanted))
      if (before && Object.keys({ ...change.before, ...change.after }).length === 0) {
        unchanged += 1
        return
      }
      const saved = whyTwo({ type: 'PersonSaved', ...changeOf(before && ownOf(before), person) }, false)
      changed.push({
        ...{ person, given, ended, change, ...(before && { was: ownOf(before) }) },
        needsTwo:
          given.length > 0 || saved !== undefined || ended.some(({ role }) => role === 'department-head'),
      })
    }
  }
}

/** The company as it is once the plan is written. */
export function afterRoster({ units, people, today }: Present, plan: RosterPlan): Omit<Present, 'today'> {
  const changed = new Map(plan.people.map((one) => [one.person.id, one]))
  const moved = (
    before: Person | undefined,
    { person, given, ended }: RosterPlan['people'][number],
  ): Person => ({
    ...person,
    grants: [
      ...(before?.grants ?? []).filter((grant) => !ended.some((one) => seatName(one) === seatName(grant))),
      ...given.map((seat) => ({ ...seat, from: today })),
    ],
    substitutes: before?.substitutes ?? [],
  })
  const unit = new Map([...units, ...plan.units.map((one) => one.unit)].map((one) => [one.id, one]))
  const known = new Map(people.map((person) => [person.id, person]))
  return {
    units: [...unit.values()],
    people: [
      ...people.filter(({ id }) => !changed.has(id)),
      ...plan.people.map((one) => moved(known.get(one.person.id), one)),
    ],
  }
}
