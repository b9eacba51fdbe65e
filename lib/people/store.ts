import * as z from 'zod'
import { absent, pieces, unlessMoved, type Row, type Table, type Write } from '../platform/table'
import { passkeysEndWrites, passkeyStore } from './passkey-store'
import { Grant, Person, Substitute, Unit, type Role } from './person'

/** By a mailed code, by a passkey, or by the company's own sign-in. */
export const waysIn = ['mail', 'passkey', 'company'] as const
export type WayIn = (typeof waysIn)[number]

const Session = z.object({
  personId: z.string(),
  expiresAt: z.string(),
  /** absent in rows of before: opened as long before its end as sessions last */
  openedAt: z.string().optional(),
  network: z.string().optional(),
  /** what the browser says of itself */
  agent: z.string().optional(),
  /** absent in rows of before, when there was the mail alone */
  how: z.enum(waysIn).optional(),
})
export type Session = z.infer<typeof Session>

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
const sessionKey = (hash: string) => ({ pk: `SESSION#${hash}`, sk: 'HEAD' })
const seenKey = (hash: string) => ({ pk: `SEEN#${hash}`, sk: 'HEAD' })
const personSeenKey = (personId: string) => ({ pk: `SEEN#PERSON#${personId}`, sk: 'HEAD' })
const substituteKey = (personId: string, { from, substituteId }: Omit<Substitute, 'until'>) => ({
  pk: `PERSON#${personId}`,
  sk: `SUBSTITUTE#${from}#${substituteId}`,
})
const sessionsEndKey = (personId: string) => ({ pk: `PERSON#${personId}`, sk: 'SESSIONS-END' })
const sessionList = (personId: string) => `PERSON#${personId}#SESSIONS`

/** Sessions opened until `endedAt` are over, but for that of the hash `except`. */
const SessionsEnd = z.object({ endedAt: z.iso.datetime(), except: z.string().optional() })
export type SessionsEnd = z.infer<typeof SessionsEnd>

/**
 * From this moment on no session of the person opened until then is worth anything, whatever is undone later; the one of
 * the hash `except` goes on until the next such moment.
 */
export const sessionsEndWrite = (personId: string, at: Date, except?: string): Write => ({
  put: { ...sessionsEndKey(personId), endedAt: at.toISOString(), ...(except && { except }) },
})

/**
 * Another role is another right: whoever may sit in an old session does not get it. Not of oneself, who just showed who
 * they are.
 */
export const othersEnd = (personId: string, by: { id: string }, clock: { now(): Date }): Write[] =>
  personId === by.id ? [] : [sessionsEndWrite(personId, clock.now())]

const roleQueue = (role: Role, unitId: string) => `ROLE#${role}#${unitId}`
/** Beside the company's head and units: read at once, while the index may not know of a grant for seconds. */
const holdsPrefix = (role: Role, unitId: string) => `HOLDS#${role}#${unitId}#`

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

    /** The person a session is of, and until when sessions of the person are over. */
    async ofSession(personId: string): Promise<{ person: Person | undefined; end?: SessionsEnd }> {
      const rows = await table.partition(`PERSON#${personId}`)
      const end = rows.find(({ sk }) => sk === sessionsEndKey(personId).sk)
      return { person: personOf(rows), ...(end && { end: SessionsEnd.parse(end) }) }
    },

    async withEmail(email: string): Promise<Person | undefined> {
      const found = await table.get(emailKey(email))
      return found && withId(z.string().parse(found['personId']))
    },

    /**
     * Saves a person and the address book; `also` is written in the same moment. An address another person has is not
     * taken over: ConditionFailed with that row. `create` takes no id over either. With another address, or another day
     * of leaving, passkeys are gone.
     */
    async save(
      person: Omit<Person, 'grants' | 'substitutes'>,
      also: Write[] = [],
      { create = false } = {},
    ): Promise<void> {
      const before = await table.get(personKey(person.id))
      const email = person.email.toLowerCase()
      const moved = before !== undefined && String(before['email']).toLowerCase() !== email
      const ends = moved || (before && before['leftOn'] !== person.leftOn)
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
        ...(ends ? await passkeysEndWrites(table, person.id) : []),
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
        { put: { pk: companyKey.pk, sk: `${holdsPrefix(grant.role, grant.unitId)}${personId}`, personId } },
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

    /**
     * Everybody with a row for the role in the unit, past ones included: callers ask `holds` for a date. Strongly: who may
     * decide, and who may be a second, hangs on it. Grants of version 2967488 stand in the index alone.
     */
    async holding(role: Role, unitId: string): Promise<Person[]> {
      const [held, listed] = await Promise.all([
        table.partition(companyKey.pk, holdsPrefix(role, unitId)),
        table.list(roleQueue(role, unitId), { limit: Infinity }),
      ])
      const ids = [...held.map(({ personId }) => personId), ...listed.map((row) => row['gsi1sk'])]
      const people = await Promise.all([...new Set(ids.map((id) => z.string().parse(id)))].sort().map(withId))
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
    async saveCompany(head: CompanyHead, from: CompanyHead | undefined, also: Write[] = []): Promise<void> {
      const unchanged = from ? { expression: 'setUpAt = :from', values: { ':from': from.setUpAt } } : absent
      await table.transact([{ put: { ...head, ...companyKey }, when: unchanged }, ...also])
    },

    async removeUnit(unitId: string): Promise<void> {
      await table.remove({ pk: 'COMPANY', sk: `UNIT#${unitId}` })
    },

    /**
     * Every address for its person, or none: ConditionFailed with the row of somebody else's. What this call took before
     * that is given back.
     */
    async takeAddresses(wanted: { email: string; personId: string }[]): Promise<void> {
      const free = await Promise.all(
        wanted.map(async (one) => ((await table.get(emailKey(one.email))) ? [] : [one])),
      )
      const ours = { expression: 'personId = :person' }
      try {
        for (const some of pieces(wanted))
          await table.transact(
            some.map(({ email, personId }) => ({
              put: { ...emailKey(email), personId },
              when: {
                expression: `attribute_not_exists(pk) OR ${ours.expression}`,
                values: { ':person': personId },
              },
            })),
          )
      } catch (error) {
        for (const { email, personId } of free.flat())
          await unlessMoved(table.remove(emailKey(email), { ...ours, values: { ':person': personId } }))
        throw error
      }
    },

    /** Rows of others that belong to what was changed here. */
    write: (rows: Write[]): Promise<void> => table.transact(rows),

    /** Takes an address out of the book: it signs nobody in, and somebody else may have it. */
    async freeAddress(email: string): Promise<void> {
      await table.remove(emailKey(email))
    },

    async units(): Promise<Unit[]> {
      return (await table.partition('COMPANY', 'UNIT#')).map((row) => Unit.parse(row))
    },

    async openSession(hash: string, session: Session & { openedAt: string }): Promise<void> {
      await table.put({
        ...session,
        ...sessionKey(hash),
        gsi1pk: sessionList(session.personId),
        gsi1sk: session.openedAt,
        ttl: Math.ceil(Date.parse(session.expiresAt) / 1000),
      })
    },

    async session(hash: string): Promise<Session | undefined> {
      const row = await table.get(sessionKey(hash))
      return row && Session.parse(row)
    },

    /** The newest first, ended ones among them until the table forgets them; `hash` names one. */
    async sessionsOf(personId: string): Promise<(Session & { hash: string })[]> {
      const rows = await table.list(sessionList(personId), { newestFirst: true })
      return rows.map((row) => ({ ...Session.parse(row), hash: row.pk.slice('SESSION#'.length) }))
    },

    async endSessions(personId: string, at: Date, also: Write[] = []): Promise<void> {
      await table.transact([sessionsEndWrite(personId, at), ...also])
    },

    passkeysOf: (personId: string) => passkeyStore(table).of(personId),

    /** Ends all sessions and removes all passkeys. */
    async endEverySignIn(personId: string, at: Date, also: Write[] = []): Promise<void> {
      const ends = await passkeysEndWrites(table, personId)
      await table.transact([sessionsEndWrite(personId, at), ...ends, ...also])
    },

    /** Ends all but the one of this hash, those included that no list shows yet. */
    async endOtherSessions(personId: string, at: Date, hash: string): Promise<void> {
      await table.transact([sessionsEndWrite(personId, at, hash)])
    },

    /**
     * A session was used. In a row of its own: whoever may write this can open no session and prolong none, so that every
     * signed-in door has the right to it.
     */
    async noteSeen(hash: string, at: Date, { expiresAt, personId }: Session): Promise<void> {
      const ttl = Math.ceil(Date.parse(expiresAt) / 1000)
      await table.put({ ...seenKey(hash), at: at.toISOString(), ttl })
      await table.put({ ...personSeenKey(personId), at: at.toISOString() })
    },

    /** When the person was here last; nothing: never since this is noted. */
    async lastSeen(personId: string): Promise<string | undefined> {
      const row = await table.get(personSeenKey(personId))
      return row && z.iso.datetime().parse(row['at'])
    },

    /** When a session was used last, to a few minutes. */
    async seenAt(hash: string): Promise<string | undefined> {
      const row = await table.get(seenKey(hash))
      return row && z.iso.datetime().parse(row['at'])
    },

    async closeSession(hash: string): Promise<void> {
      await table.remove(sessionKey(hash))
    },
  }
}

export type People = ReturnType<typeof peopleStore>
