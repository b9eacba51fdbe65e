import type * as z from 'zod'
import type { Clock } from '../platform/clock'
import { http, parsed, speaking, type DoorOptions, type HttpAnswer, type RawRequest } from '../platform/http'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { holds, type Person, type Role } from './person'
import { sessionCookie, type Sessions } from './session'

const safeMethods = ['GET', 'HEAD']

/** A cookie rides along with forged requests: a change must come from our own pages (or carry JSON, which forms cannot). */
function requireOwnPage(request: RawRequest, publicUrl: string): void {
  if (safeMethods.includes(request.method)) return
  const origin = request.headers['origin']
  const own =
    origin === undefined
      ? (request.headers['content-type'] ?? '').startsWith('application/json')
      : origin === new URL(publicUrl).origin
  if (!own)
    throw new Refusal('NotAllowed', {
      zh: '请求来自其他网站，已拒绝',
      en: 'the request comes from another site; refused',
    })
}

/**
 * The signed-in HTTP door: who knocks (roles read afresh), with what right, asking what.
 * `roles` empty means any signed-in person.
 */
export function portalDoor({
  sessions,
  clock,
  publicUrl,
}: {
  sessions: Sessions
  clock: Clock
  publicUrl: string
}) {
  return <T extends z.ZodType>(
    { request: schema, roles, ...options }: { request: T; roles: Role[] } & DoorOptions,
    handle: (input: z.infer<T> & { person: Person }) => Promise<HttpAnswer>,
  ) =>
    speaking(
      http(async (raw) => {
        const person = await sessions.person(raw.cookies[sessionCookie])
        requireOwnPage(raw, publicUrl)
        const today = beijingDate(clock.now())
        if (roles.length > 0 && !roles.some((role) => holds(person, role, today)))
          throw new Refusal(
            'NotAllowed',
            { zh: '您没有做这件事的权限', en: 'you do not have the role for this' },
            { facts: { needs: roles } },
          )
        return handle({ ...(parsed(schema, raw) as object), person } as z.infer<T> & { person: Person })
      }, options),
      { request: schema, roles, answer: options.answer, file: options.file },
    )
}
