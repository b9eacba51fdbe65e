import { SignJWT } from 'jose'
import { sessionCookie, sessions } from '../../lib/people/session'
import type { peopleStore } from '../../lib/people/store'
import { randomIds } from '../../lib/platform/ids'
import { secrets } from '../kit/doors'
import { people, type Caller, type Member } from './rights'
import { now } from './things'

/** The cookie of every caller; a stranger's is worth nothing. */
export async function cookiesOf(store: ReturnType<typeof peopleStore>): Promise<Record<Caller, string>> {
  const room = (at: Date, key: string) =>
    sessions({
      people: store,
      secrets: { read: () => Promise.resolve(key) },
      clock: { now: () => at },
      ids: randomIds,
    })
  const ours = room(now, secrets['session-key'])
  const open = async (id: string, by = ours) => by.open((await store.withId(id))!)
  const members = {} as Record<Member, string>
  for (const [caller, id] of Object.entries(people)) members[caller as Member] = await open(id)

  const closed = await open('chen-yu')
  await ours.close(closed)
  const left = await open('left-one')
  const { grants: _, substitutes: __, ...leaver } = (await store.withId('left-one'))!
  await store.save({ ...leaver, leftOn: '2026-11-24' })
  const moved = await open('moved-one')
  await store.endSessions('moved-one', new Date(now.getTime() + 1))
  const unsigned = [{ alg: 'none' }, { sub: 'song-an', sid: 'any', exp: 4_000_000_000 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const named = (value: string) => `${sessionCookie}=${value}`
  const values: Record<Caller, string> = {
    ...members,
    nobody: '',
    'forged key': await new SignJWT({ sid: 'any' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('song-an')
      .setExpirationTime('12h')
      .sign(new TextEncoder().encode('a key of somebody else')),
    'no algorithm': `${unsigned}.`,
    'signed out': closed,
    expired: await open('song-an', room(new Date(now.getTime() - 13 * 3_600_000), secrets['session-key'])),
    'left the company': left,
    'moved address': moved,
  }
  return Object.fromEntries(
    Object.entries(values).map(([caller, value]) => [caller, value && named(value)]),
  ) as Record<Caller, string>
}
