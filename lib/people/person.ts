import * as z from 'zod'

/** What a person may do; `unit-head` and `officer` always belong to one unit (articles 2, 4, 6). */
export const roles = [
  'officer',
  'unit-head',
  'office-reviewer',
  'department-head',
  'company-leader',
  'editor',
  'admin',
  'inspector',
] as const
export type Role = (typeof roles)[number]

export const Grant = z.object({
  role: z.enum(roles),
  unitId: z.string(),
  /** Beijing dates, inclusive; without `until` the role holds until it is ended */
  from: z.iso.date(),
  until: z.iso.date().optional(),
  /** who made it, for designations (article 6) */
  by: z.string().optional(),
  /** who named this person to the role last, and when: separation of duty looks at it; absent in older rows */
  named: z.object({ by: z.string(), at: z.iso.datetime() }).optional(),
})
export type Grant = z.infer<typeof Grant>

/** 代理: `substituteId` may decide in place of this person on these Beijing dates, inclusive. */
export const Substitute = z.object({
  substituteId: z.string(),
  from: z.iso.date(),
  until: z.iso.date(),
})
export type Substitute = z.infer<typeof Substitute>

/** RFC 5321: an address has at most 254 characters; it is a key of the table as well. Asked at the doors. */
export const Address = z.email().max(254)

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.email(),
  unitId: z.string(),
  language: z.enum(['zh', 'en']).default('zh'),
  /** Beijing date from which the person is out of the company */
  leftOn: z.iso.date().optional(),
  grants: z.array(Grant),
  substitutes: z.array(Substitute),
})
export type Person = z.infer<typeof Person>

export const Unit = z.object({
  id: z.string(),
  name: z.string(),
  nameEn: z.string().optional(),
  office: z.boolean().default(false),
})
export type Unit = z.infer<typeof Unit>

const covers = (span: { from: string; until?: string }, date: string) =>
  span.from <= date && (span.until === undefined || date <= span.until)

/** Someone who left is out at once, whatever the rows still say. */
export const isActive = (person: Person, date: string): boolean =>
  person.leftOn === undefined || date < person.leftOn

/** Whether the person holds the role on that Beijing date, in that unit where one is named. */
export const holds = (person: Person, role: Role, date: string, unitId?: string): boolean =>
  isActive(person, date) &&
  person.grants.some(
    (grant) =>
      grant.role === role && covers(grant, date) && (unitId === undefined || grant.unitId === unitId),
  )

/** What of a person is not a role or a substitute. */
export const ownOf = ({
  grants: _,
  substitutes: __,
  ...own
}: Person): Omit<Person, 'grants' | 'substitutes'> => own

/** Id and name alone, for a record. */
export const named = ({ id, name }: { id: string; name: string }) => ({ id, name })

/** Of a grant: who makes it, and when. */
export const namedBy = (by: Pick<Person, 'id'>, clock: { now(): Date }): NonNullable<Grant['named']> => ({
  by: by.id,
  at: clock.now().toISOString(),
})

/** Who named this person to the role, in that unit where one is named, after a moment. */
export const namersSince = (person: Person, role: Role, since: string, unitId?: string): string[] =>
  person.grants.flatMap((grant) =>
    grant.role === role &&
    (unitId === undefined || grant.unitId === unitId) &&
    grant.named &&
    grant.named.at > since
      ? [grant.named.by]
      : [],
  )

/** Who stands in for this person on that Beijing date. */
export const substitutesOn = (person: Person, date: string): string[] =>
  person.substitutes.filter((span) => covers(span, date)).map((span) => span.substituteId)

const overseers: Role[] = [
  ...(['office-reviewer', 'department-head', 'editor', 'admin', 'inspector', 'company-leader'] as const),
]

/** 企管部 and who is above it (article 2). */
export const seesAll = (person: Person, date: string): boolean =>
  overseers.some((role) => holds(person, role, date))

/** 企管部 sees all, a unit only its own matters (article 2). */
export const mayRead = (person: Person, unitId: string, date: string): boolean =>
  (isActive(person, date) && person.unitId === unitId) || seesAll(person, date)

/** The date before, `YYYY-MM-DD`: the last day of what ends today. */
export const dayBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** What units are called, by id: for a record that speaks of them. */
export const unitNames = (
  units: Unit[],
  ...ids: (string | undefined)[]
): Record<string, { zh: string; en: string }> =>
  Object.fromEntries(
    units
      .filter(({ id }) => ids.includes(id))
      .map(({ id, name, nameEn }) => [id, { zh: name, en: nameEn ?? name }]),
  )
