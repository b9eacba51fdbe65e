import { errors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import type { Clock } from '../platform/clock'
import { sha256, type Ids } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { isActive, type Person } from './person'
import type { People } from './store'
import { beijingDate } from '../policy/working-days'

export const sessionCookie = 'qianfa_session'
const lastsMs = 12 * 3_600_000

/** The cookie as it is set; `Secure` wherever people come by TLS. */
export const cookieFor = (value: string, publicUrl: string): string =>
  `${sessionCookie}=${value}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${lastsMs / 1000}${publicUrl.startsWith('https:') ? '; Secure' : ''}`

export const noCookie = `${sessionCookie}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0`
const Claims = z.object({ sub: z.string(), sid: z.string() })

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
  const key = async () => new TextEncoder().encode(await secrets.read('session-key'))

  const claimsOf = async (cookie: string | undefined) => {
    if (!cookie) throw notSignedIn()
    try {
      const { payload } = await jwtVerify(cookie, await key(), {
        algorithms: ['HS256'],
        currentDate: clock.now(),
      })
      return Claims.parse(payload)
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw notSignedIn()
      throw error
    }
  }

  return {
    /** Opens a session; the value goes into an HttpOnly cookie. Lasts 12 hours. */
    async open(person: Person): Promise<string> {
      const sid = ids.secret()
      const expiresAt = new Date(clock.now().getTime() + lastsMs)
      await people.openSession(sha256(sid), person.id, expiresAt)
      return new SignJWT({ sid })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(person.id)
        .setIssuedAt(Math.floor(clock.now().getTime() / 1000))
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
        .sign(await key())
    },

    /** The person behind the cookie, with today's roles; throws NotSignedIn. */
    async person(cookie: string | undefined): Promise<Person> {
      const { sub, sid } = await claimsOf(cookie)
      const row = await people.session(sha256(sid))
      if (!row || row.personId !== sub || Date.parse(row.expiresAt) <= clock.now().getTime())
        throw notSignedIn()
      const person = await people.withId(sub)
      if (!person || !isActive(person, beijingDate(clock.now()))) throw notSignedIn()
      return person
    },

    async close(cookie: string | undefined): Promise<void> {
      const { sid } = await claimsOf(cookie)
      await people.closeSession(sha256(sid))
    },
  }
}

export type Sessions = ReturnType<typeof sessions>
