import type * as z from 'zod'
import type { Clock } from '../platform/clock'
import { requireNoForm } from '../platform/gate'
import { http, parsed, speaking, type DoorOptions, type HttpAnswer } from '../platform/http'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { holds, type Person, type Role } from './person'
import { sessionCookie, type Sessions } from './session'

/**
 * The signed-in HTTP door: who knocks (roles read afresh), with what right, asking what.
 * `roles` empty means any signed-in person.
 */
export function portalDoor({ sessions, clock }: { sessions: Sessions; clock: Clock }) {
  return <T extends z.ZodType>(
    { request: schema, roles, ...options }: { request: T; roles: Role[] } & DoorOptions,
    handle: (input: z.infer<T> & { person: Person }) => Promise<HttpAnswer>,
  ) =>
    speaking(
      http(async (raw) => {
        const person = await sessions.person(raw.cookies[sessionCookie])
        requireNoForm(raw)
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
