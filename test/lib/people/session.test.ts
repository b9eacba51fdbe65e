import { SignJWT, UnsecuredJWT } from 'jose'
import { Address } from '../../../lib/people/person'
import { sessions } from '../../../lib/people/session'
import { peopleStore } from '../../../lib/people/store'
import { randomIds } from '../../../lib/platform/ids'
import { memoryTable } from '../../kit/memory-table'

const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const room = () => ({
  ...{ people: peopleStore(memoryTable()), clock, ids: randomIds },
  secrets: { read: async () => 'a key of the tests' },
})

const claims = { sub: 'song-an', sid: 'x', exp: clock.now().getTime() / 1000 + 60 }
const forged = new SignJWT(claims)
  .setProtectedHeader({ alg: 'HS256' })
  .sign(new TextEncoder().encode('not the key'))

test.each([
  ['nothing', undefined],
  ['a word', 'x'],
  ['alg none', new UnsecuredJWT(claims).encode()],
  ['another algorithm', `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.e30.AAAA`],
  [
    'a critical header nobody knows',
    `${Buffer.from('{"alg":"HS256","crit":["x"],"x":1}').toString('base64url')}.e30.AA`,
  ],
  ['a signature of another key', forged],
])('a cookie with %s is of nobody, and no bug', async (_name, cookie) => {
  await expect(sessions(room()).person(await cookie)).rejects.toMatchObject({ code: 'NotSignedIn' })
})

test('an address longer than any is refused at the door, before it becomes a key', () => {
  const ofLength = (length: number) => `${'a'.repeat(length - 11)}@co.example`
  expect(Address.safeParse(ofLength(64)).success).toBe(true)
  expect(Address.safeParse(ofLength(3_000)).success).toBe(false)
})
