import { errors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import type { Clock } from '../platform/clock'
import { sha256, type Ids } from '../platform/ids'
import { currentKey, keyNamed, keyRing } from '../platform/key-ring'
import { log } from '../platform/log'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { isActive, type Person } from './person'
import { signInRule } from './sign-in-rule'
import { waysIn, type People, type Session, type SessionsEnd, type WayIn } from './store'
import { beijingDate } from '../policy/working-days'

export const sessionCookie = 'qianfa_session'
const lastsMs = 12 * 3_600_000
/** how exactly it is known when a session was used last */
const seenEveryMs = 5 * 60_000

/** The cookie as it is set; `Secure` wherever people come by TLS. */
export const cookieFor = (value: string, publicUrl: string): string =>
  `${sessionCookie}=${value}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${lastsMs / 1000}${publicUrl.startsWith('https:') ? '; Secure' : ''}`

export const noCookie = `${sessionCookie}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0`
const Claims = z.object({ sub: z.string(), sid: z.string() })

/** One place where a person is signed in. */
export const ShownSession = z.object({
  id: z.string(),
  openedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  network: z.string().optional(),
  agent: z.string().optional(),
  how: z.enum(waysIn),
  /** to five minutes; absent before it was used */
  lastSeenAt: z.iso.datetime().optional(),
  /** the session that asks */
  here: z.boolean(),
})
export type ShownSession = z.infer<typeof ShownSession>

const notSignedIn = () => new Refusal('NotSignedIn', { zh: '请先登录', en: 'sign in first' })

/** Sessions: a signed cookie that names a row; without the row (signed out, expired) the cookie is worth nothing. */
export function sessions({
  people,
  secrets,
  clock,
  ids,
}: {
  people: People
  secrets: Secrets
  clock: Clock
  ids: Ids
}) {
  const ring = async () => keyRing(await secrets.read('session-key'))
  const bytesOf = (key: string) => new TextEncoder().encode(key)

  const claimsOf = async (cookie: string | undefined) => {
    if (!cookie) throw notSignedIn()
    try {
      const kept = await ring()
      const keyOf = ({ kid }: { kid?: string }) => {
        const key = keyNamed(kept, kid)
        if (key === undefined) throw notSignedIn()
        return bytesOf(key)
      }
      const { payload } = await jwtVerify(cookie, keyOf, {
        algorithms: ['HS256'],
        currentDate: clock.now(),
      })
      return Claims.parse(payload)
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw notSignedIn()
      throw error
    }
  }

  const openedAtOf = ({ openedAt, expiresAt }: Session) =>
    openedAt ?? new Date(Date.parse(expiresAt) - lastsMs).toISOString()

  /** Not expired, and not ended with all others of the person. */
  const stands = (row: Session, hash: string, end: SessionsEnd | undefined) =>
    Date.parse(row.expiresAt) > clock.now().getTime() &&
    (end === undefined || openedAtOf(row) > end.endedAt || end.except === hash)

  const ofPerson = async (personId: string) => {
    const { end } = await people.ofSession(personId)
    return (await people.sessionsOf(personId)).filter((row) => stands(row, row.hash, end))
  }

  const stillOpen = async (personId: string, hashes: string[]) => {
    const { end } = await people.ofSession(personId)
    const rows = await Promise.all(
      hashes.map(async (hash) => {
        const row = await people.session(hash)
        return row?.personId === personId && stands(row, hash, end) ? { ...row, hash } : undefined
      }),
    )
    return rows.filter((row) => row !== undefined)
  }

  /** What this function wrote of late; whatever falls out of it is written once more. */
  const noted = new Map<string, number>()
  const noteSeen = async (hash: string, row: Session): Promise<void> => {
    const now = clock.now()
    if ((noted.get(hash) ?? 0) > now.getTime() - seenEveryMs) return
    if (noted.size >= 1_000) noted.clear()
    noted.set(hash, now.getTime())
    try {
      await people.noteSeen(hash, now, row)
    } catch (error) {
      // Nobody's work ends because a page would say less.
      log.error('when a session was used could not be noted', error as Error)
    }
  }

  const hereOf = async (cookie: string | undefined) => sha256((await claimsOf(cookie)).sid)

  const notYours = () =>
    new Refusal('NotFound', { zh: '没有这个登录，或已退出', en: 'there is no such session, or it has ended' })

  return {
    /** Opens a session; the value goes into an HttpOnly cookie. Lasts 12 hours; one too many ends the oldest. */
    async open(
      person: Person,
      from: { network?: string; agent?: string; how?: WayIn } = {},
    ): Promise<string> {
      const sid = ids.secret()
      const now = clock.now()
      const expiresAt = new Date(now.getTime() + lastsMs)
      for (const { hash } of (await ofPerson(person.id)).slice(signInRule.sessionsAtOnce - 1))
        await people.closeSession(hash)
      await people.openSession(sha256(sid), {
        ...{ personId: person.id, openedAt: now.toISOString(), expiresAt: expiresAt.toISOString() },
        how: from.how ?? 'mail',
        ...(from.network && { network: from.network }),
        ...(from.agent && { agent: from.agent.slice(0, 200) }),
      })
      const { name: kid, key } = currentKey(await ring(), now)
      return new SignJWT({ sid })
        .setProtectedHeader({ alg: 'HS256', kid })
        .setSubject(person.id)
        .setIssuedAt(Math.floor(now.getTime() / 1000))
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
        .sign(bytesOf(key))
    },

    /** The person behind the cookie, with today's roles; throws NotSignedIn. */
    async person(cookie: string | undefined): Promise<Person> {
      const { sub, sid } = await claimsOf(cookie)
      const hash = sha256(sid)
      const row = await people.session(hash)
      if (!row || row.personId !== sub) throw notSignedIn()
      const { person, end } = await people.ofSession(sub)
      if (!stands(row, hash, end)) throw notSignedIn()
      if (!person || !isActive(person, beijingDate(clock.now()))) throw notSignedIn()
      await noteSeen(hash, row)
      return person
    },

    /** How whoever has this cookie signed in; throws NotSignedIn. */
    async wayIn(cookie: string | undefined): Promise<WayIn> {
      const row = await people.session(await hereOf(cookie))
      if (!row) throw notSignedIn()
      return row.how ?? 'mail'
    },

    async close(cookie: string | undefined): Promise<void> {
      await people.closeSession(await hereOf(cookie))
    },

    /** Where a person is signed in, the newest first; `here` is the session of this cookie. */
    async list(person: Person, cookie: string | undefined): Promise<ShownSession[]> {
      const here = await hereOf(cookie)
      // The index may not show the newest yet, this one among them, and still show one that was ended.
      const listed = (await people.sessionsOf(person.id)).map(({ hash }) => hash)
      const rows = (await stillOpen(person.id, [...new Set([here, ...listed])])).sort((a, b) =>
        openedAtOf(a) < openedAtOf(b) ? 1 : -1,
      )
      const seen = await Promise.all(rows.map(({ hash }) => people.seenAt(hash)))
      return rows.map((row, index) => ({
        id: row.hash,
        ...{ openedAt: openedAtOf(row), expiresAt: row.expiresAt, network: row.network, agent: row.agent },
        ...{ how: row.how ?? 'mail', lastSeenAt: seen[index], here: row.hash === here },
      }))
    },

    /** Ends one of the person's own. @throws Refusal `NotFound` */
    async end(person: Person, id: string): Promise<void> {
      const row = await people.session(id)
      if (row?.personId !== person.id) throw notYours()
      await people.closeSession(id)
    },

    /** Ends all of the person's but that of this cookie. */
    async endOthers(person: Person, cookie: string | undefined): Promise<void> {
      await people.endOtherSessions(person.id, clock.now(), await hereOf(cookie))
    },

    /** Ends all of the person's, this one included. */
    endAll: (person: Person): Promise<void> => people.endSessions(person.id, clock.now()),
  }
}

export type Sessions = ReturnType<typeof sessions>
