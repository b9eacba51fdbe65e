import type { Caller, Right } from './rights'
import type { Thing, Things } from './things'

/** One place of the matrix: who knocks, about which thing, at a door that grants what. */
export interface Cell {
  caller: Caller
  thing: Thing
  right: Right
}

/** Every thing that the path of this door may name. */
export const thingsOf = (right: Right, things: Things): Thing[] =>
  right.on ? things[right.on] : [{ state: 'any', path: {} }]

/** The request a caller makes at this door about that thing, right in everything but perhaps the right. */
export function knockOf(
  route: string,
  { caller, thing, right }: Cell,
  { things, cookies }: { things: Things; cookies: Record<Caller, string> },
) {
  const [method = '', pattern = ''] = route.split(' ')
  const parameters = { ...right.path, ...thing.path }
  const named = (text: string) =>
    text.replace(/\{(\w+)\+?\}/g, (_, name: string) => parameters[name] ?? `no-${name}`)
  const path = named(pattern)
  const body = typeof right.body === 'function' ? right.body(thing, things) : right.body
  const form = body && new URLSearchParams(body as Record<string, string>).toString()
  return {
    method,
    url: right.query ? `${path}?${named(right.query)}` : path,
    headers: {
      host: 'qianfa.example',
      'idempotency-key': `${caller} ${thing.state}`,
      ...(cookies[caller] && { cookie: cookies[caller] }),
      ...(!['GET', 'HEAD'].includes(method) && {
        'content-type': right.form ? 'application/x-www-form-urlencoded' : 'application/json',
        origin: 'https://qianfa.example',
      }),
    },
    ...(body && { body: right.form ? form : JSON.stringify(body) }),
  }
}
