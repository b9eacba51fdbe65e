import * as z from 'zod'
import { absent, ConditionFailed, type Row, type Table, type Write } from '../platform/table'
import { Grant, Person, Substitute, Unit, type Role } from './person'

const SignIn = z.object({
  nonce: z.string(),
  expiresAt: z.string(),
  sentAt: z.string(),
  attempts: z.number(),
})
export type SignIn = z.infer<typeof SignIn>

/** The company as a whole; `demo` while it is the one that comes along. */
export const CompanyHead = z.object({
  name: z.string(),
  demo: z.boolean(),
  setUpAt: z.iso.datetime(),
  /** while its people are being written, and for good when that broke off: then it is set up again */
  settingUp: z.boolean().optional(),
})
export type CompanyHead = z.infer<typeof CompanyHead>

const companyKey = { pk: 'COMPANY', sk: 'HEAD' }
const personKey = (id: string) => ({ pk: `PERSON#${id}`, sk: 'HEAD' })
const emailKey = (email: string) => ({ pk: `EMAIL#${email.toLowerCase()}`, sk: 'HEAD' })
const signInKey = (email: string) => ({ pk: `SIGNIN#${email.toLowerCase()}`, sk: 'CODE' })
const sessionKey = (hash: string) => ({ pk: `SESSION#${hash}`, sk: 'HEAD' })
const substituteKey = (personId: string, { from, substituteId }: Omit<Substitute, 'until'>) => ({
  pk: `PERSON#${personId}`,
  sk: `SUBSTITUTE#${from}#${substituteId}`,
})
const roleQueue = (role: Role, unitId: string) => `ROLE#${role}#${unitId}`

function personOf(rows: Row[]): Person | undefined {
  const head = rows.find((row) => row.sk === 'HEAD')
  if (!head) return undefined
  return Person.parse({
    ...head,
    grants: rows.filter((row) => row.sk.startsWith('ROLE#')).map((row) => Grant.parse(row)),
    substitutes: rows.filter((row) => row.sk.startsWith('SUBSTITUTE#')).map((row) => Substitute.parse(row)),
  })
}

/**
 * What has to hold at the very moment of a write: the person is here and holds the role. Rides in the transaction of
 * that write, so that of a role's end and the write exactly one comes first.
 */
export const holdsChecks = (personId: string, role: Role, unitId: string, today: string): Write[] => [
  {
    check: personKey(personId),
    when: {
      expression: 'attribute_exists(pk) AND (attribute_not_exists(leftOn) OR leftOn > :today)',
      values: { ':today': today },
    },
  },
  {
    check: { pk: `PERSON#${personId}`, sk: `ROLE#${role}#${unitId}` },
    when: {
      expression: '#from <= :today AND (attribute_not_exists(#until) OR #until >= :today)',
      names: { '#from': 'from', '#until': 'until' },
      values: { ':today': today },
    },
  },
]

/** People, units, roles, sign-in codes and sessions; keys in docs/table.md. */
export function peopleStore(table: Table) {
  const withId = async (id: string): Promise<Person | undefined> =>
    personOf(await table.partition(`PERSON#${id}`))

  return {
    /** Read afresh and strongly: a person who left or lost a role is out at once. */
    withId,

    async withEmail(email: string): Promise<Person | undefined> {
      const found = await table.get(emailKey(email))
      return found && withId(z.string().parse(found['personId']))
    },

    /**
     * Saves a person and the address book; `also` is written in the same moment. An address another person has is not
     * taken over: ConditionFailed with that row. `create` takes no id over either.
     */
    async save(
      person: Omit<Person, 'grants' | 'substitutes'>,
      also: Write[] = [],
      { create = false } = {},
    ): Promise<void> {
      const before = await table.get(personKey(person.id))
      const email = person.email.toLowerCase()
      const moved = before !== undefined && String(before['email']).toLowerCase() !== email
      await table.transact([
        {
          put: {
            ...person,
            ...personKey(person.id),
            gsi1pk: `UNIT#${person.unitId}`,
            gsi1sk: `PERSON#${person.id}`,
          },
          ...(create && { when: absent }),
        },
        {
          put: { ...emailKey(email), personId: person.id },
          when: {
            expression: 'attribute_not_exists(pk) OR personId = :person',
            values: { ':person': person.id },
          },
        },
        ...(moved ? [{ remove: emailKey(String(before['email'])) }] : []),
        ...also,
      ])
    },

    async grant(personId: string, grant: Grant, also: Write[] = []): Promise<void> {
      await table.transact([
        {
          put: {
            ...grant,
            pk: `PERSON#${personId}`,
            sk: `ROLE#${grant.role}#${grant.unitId}`,
            gsi1pk: roleQueue(grant.role, grant.unitId),
            gsi1sk: personId,
          },
        },
        ...also,
      ])
    },

    async nameSubstitute(personId: string, substitute: Substitute, also: Write[] = []): Promise<void> {
      await table.transact([{ put: { ...substitute, ...substituteKey(personId, substitute) } }, ...also])
    },

    async endSubstitute(personId: string, substitute: Substitute, also: Write[] = []): Promise<void> {
      await table.transact([
        { remove: substituteKey(personId, substitute), when: { expression: 'attribute_exists(pk)' } },
        ...also,
      ])
    },

    /** Everybody with a row for the role in the unit, past ones included: callers ask `holds` for a date. */
    async holding(role: Role, unitId: string): Promise<Person[]> {
      const rows = await table.list(roleQueue(role, unitId), { limit: Infinity })
      const people = await Promise.all(rows.map((row) => withId(z.string().parse(row['gsi1sk']))))
      return people.filter((person) => person !== undefined)
    },

    /** Everybody whose home is this unit, those who left included. */
    async ofUnit(unitId: string): Promise<Person[]> {
      const rows = await table.list(`UNIT#${unitId}`, {
        from: 'PERSON#',
        to: 'PERSON#~',
        limit: Infinity,
      })
      const people = await Promise.all(
        rows.map((row) => withId(String(row['gsi1sk']).slice('PERSON#'.length))),
      )
      return people.filter((person) => person !== undefined)
    },

    /** `create` does not take an id over: ConditionFailed with the unit that has it. */
    async saveUnit(unit: Unit, also: Write[] = [], { create = false } = {}): Promise<void> {
      await table.transact([
        { put: { ...unit, pk: 'COMPANY', sk: `UNIT#${unit.id}` }, ...(create && { when: absent }) },
        ...also,
      ])
    },

    /** What is known of the company as a whole; nothing before it was set up. */
    async company(): Promise<CompanyHead | undefined> {
      const row = await table.get(companyKey)
      return row && CompanyHead.parse(row)
    },

    /** `from` is what stood there when it was decided to write: two set-ups at once end with one company. */
    async saveCompany(head: CompanyHead, from: CompanyHead | undefined): Promise<void> {
      await table.put(
        { ...head, ...companyKey },
        from ? { expression: 'setUpAt = :from', values: { ':from': from.setUpAt } } : absent,
      )
    },

    async removeUnit(unitId: string): Promise<void> {
      await table.remove({ pk: 'COMPANY', sk: `UNIT#${unitId}` })
    },

    /** Takes an address out of the book: it signs nobody in, and somebody else may have it. */
    async freeAddress(email: string): Promise<void> {
      await table.remove(emailKey(email))
    },

    async units(): Promise<Unit[]> {
      return (await table.partition('COMPANY', 'UNIT#')).map((row) => Unit.parse(row))
    },

    async startSignIn(email: string, signIn: SignIn): Promise<void> {
      await table.put({
        ...signIn,
        ...signInKey(email),
        ttl: Math.ceil(Date.parse(signIn.expiresAt) / 1000),
      })
    },

    async signIn(email: string): Promise<SignIn | undefined> {
      const row = await table.get(signInKey(email))
      return row && SignIn.parse(row)
    },

    /** Counts the attempt before the code is looked at; undefined when no sign-in is open. */
    async attemptSignIn(email: string): Promise<number | undefined> {
      try {
        return await table.increment(signInKey(email), 'attempts', 1)
      } catch (error) {
        if (error instanceof ConditionFailed) return undefined
        throw error
      }
    },

    /** Single use: false when another request has used this very code already. */
    async useSignIn(email: string, nonce: string): Promise<boolean> {
      try {
        await table.remove(signInKey(email), {
          expression: '#nonce = :nonce',
          names: { '#nonce': 'nonce' },
          values: { ':nonce': nonce },
        })
        return true
      } catch (error) {
        if (error instanceof ConditionFailed) return false
        throw error
      }
    },

    async openSession(hash: string, personId: string, expiresAt: Date): Promise<void> {
      await table.put({
        ...sessionKey(hash),
        personId,
        expiresAt: expiresAt.toISOString(),
        ttl: Math.ceil(expiresAt.getTime() / 1000),
      })
    },

    async session(hash: string): Promise<{ personId: string; expiresAt: string } | undefined> {
      const row = await table.get(sessionKey(hash))
      return row && z.object({ personId: z.string(), expiresAt: z.string() }).parse(row)
    },

    async closeSession(hash: string): Promise<void> {
      await table.remove(sessionKey(hash))
    },
  }
}

export type People = ReturnType<typeof peopleStore>
