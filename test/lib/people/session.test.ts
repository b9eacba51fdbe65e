import { SignJWT, UnsecuredJWT } from 'jose'
import type { Letter } from '../../../lib/channels/mail/mail'
import { actsLedger } from '../../../lib/security/ledger'
import { endSessions } from '../../../lib/people/administer'
import { passkeyStore } from '../../../lib/people/passkey-store'
import { endRole, grantRole, savePerson } from '../../kit/administer'
import { Address, type Person } from '../../../lib/people/person'
import { sessions } from '../../../lib/people/session'
import { signInRule } from '../../../lib/people/sign-in-rule'
import { peopleStore } from '../../../lib/people/store'
import type { Table } from '../../../lib/platform/table'
import { randomIds } from '../../../lib/platform/ids'
import { laggingTable } from '../../kit/lagging-table'
import { memoryTable } from '../../kit/memory-table'
import { givenSignIn, said } from './given-sign-in'

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

describe('sessions of a person', () => {
  const signedIn = async (table?: Table) => {
    const stack = await givenSignIn(table)
    const admin = {
      id: 'admin',
      name: '管理员',
      email: 'a@co.example',
      unitId: 'office',
      grants: [],
      substitutes: [],
    }
    const acts = actsLedger(stack.table, stack.room.clock)
    const told: Letter[] = []
    const mail = {
      write: async (letter: Letter) => {
        told.push(letter)
        return []
      },
    }
    const administration = { ...stack.room, acts, mail }
    const own = (await stack.people.withId('song-an'))!
    const open = async () => {
      stack.later(1000)
      const cookie = await stack.sessions.open(own, { network: '203.0.113', agent: 'a browser' })
      stack.later(1000)
      return cookie
    }
    const { grants: _grants, substitutes: _substitutes, ...row } = own
    return {
      ...{ ...stack, own, open, administration, told },
      by: { ...admin, language: 'zh' as const },
      stands: async (cookie: string) => (await said(stack.sessions.person(cookie))) === 'yes',
      save: async (change: Partial<Person>) =>
        savePerson(administration)({
          ...{ person: { ...row, ...change }, by: { ...admin, language: 'zh' as const } },
        }),
    }
  }

  test('are listed, one is ended, all are ended; another’s is nobody’s', async () => {
    const { sessions, own, open, stands, people } = await signedIn()
    const [first, second, third] = [await open(), await open(), await open()]
    const list = await sessions.list(own, second)
    expect(list.map(({ here, network, agent }) => [here, network, agent])).toEqual([
      [false, '203.0.113', 'a browser'],
      [true, '203.0.113', 'a browser'],
      [false, '203.0.113', 'a browser'],
    ])
    await sessions.end(own, list[0]!.id)
    expect([await stands(first), await stands(second), await stands(third)]).toEqual([true, true, false])
    const other = { ...own, id: 'li-na', email: 'li@co.example' }
    await people.save(other)
    expect(await said(sessions.end(other, list[1]!.id))).toMatchObject({ code: 'NotFound' })
    await sessions.endAll(own)
    expect([await stands(first), await stands(second)]).toEqual([false, false])
    expect(await stands(await open())).toBe(true)
  })

  test('tell how one signed in, and when each was used last, to five minutes and only where it was', async () => {
    const { sessions, own, later, room } = await signedIn()
    const used = await sessions.open(own, { how: 'passkey' })
    later(60_000)
    await sessions.person(used)
    const first = room.clock.now().toISOString()
    later(60_000)
    await sessions.person(used)
    const other = await sessions.open(own)
    const shown = async () =>
      (await sessions.list(own, other)).map(({ how, lastSeenAt, here }) => [how, lastSeenAt, here])
    expect(await shown()).toEqual([
      ['mail', undefined, true],
      ['passkey', first, false],
    ])
    later(5 * 60_000)
    await sessions.person(used)
    expect((await shown())[1]).toEqual(['passkey', room.clock.now().toISOString(), false])
  })

  test('go on where it cannot be noted that they were used', async () => {
    const { own, people, room } = await signedIn()
    const blind = sessions({
      ...room,
      people: { ...people, noteSeen: () => Promise.reject(new Error('no')) },
    })
    expect((await blind.person(await blind.open(own))).id).toBe('song-an')
  })

  test('end all but the one that asks, also those no list shows yet, until all are ended', async () => {
    const { sessions, own, open, stands, people, room, table } = await signedIn()
    const [first, second] = [await open(), await open()]
    const [row] = await table.list('PERSON#song-an#SESSIONS')
    const { gsi1pk: _pk, gsi1sk: _sk, ...unlisted } = row!
    await table.put(unlisted as typeof row & object)
    await sessions.endOthers(own, second)
    expect([await stands(first), await stands(second)]).toEqual([false, true])
    expect(await sessions.list(own, second)).toMatchObject([{ here: true }])
    const third = await open()
    expect(await stands(third)).toBe(true)
    await sessions.endOthers(own, third)
    expect([await stands(second), await stands(third)]).toEqual([false, true])
    await people.endSessions('song-an', room.clock.now())
    expect(await stands(third)).toBe(false)
  })

  test('show the one that asks at once, and none that was ended, though the index is behind', async () => {
    const { table, catchUp } = laggingTable()
    const { sessions, own, open } = await signedIn(table)
    const [first, second] = [await open(), await open()]
    const shown = async () => (await sessions.list(own, second)).map(({ here }) => here)
    expect(await shown()).toEqual([true])
    await catchUp()
    expect(await shown()).toEqual([true, false])
    await sessions.close(first)
    expect(await table.list('PERSON#song-an#SESSIONS')).toHaveLength(2)
    expect(await shown()).toEqual([true])
  })

  test('are at most so many: one more ends the oldest', async () => {
    const { open, stands, sessions, own } = await signedIn()
    const cookies: string[] = []
    for (let times = 0; times <= signInRule.sessionsAtOnce; times++) cookies.push(await open())
    expect(await Promise.all(cookies.map(stands))).toEqual(cookies.map((_, index) => index > 0))
    expect(await sessions.list(own, cookies.at(-1))).toHaveLength(signInRule.sessionsAtOnce)
  })

  test.each([
    ['another address', { email: 'new@co.example' }],
    ['leaving', { leftOn: '2026-11-24' }],
  ])('end with %s, and do not come back when it is undone', async (_what, change) => {
    const { open, stands, save } = await signedIn()
    const cookie = await open()
    await save(change)
    expect(await stands(cookie)).toBe(false)
    await save({})
    expect(await stands(cookie)).toBe(false)
    expect(await stands(await open())).toBe(true)
  })

  test('stay with another name', async () => {
    const { open, stands, save } = await signedIn()
    const cookie = await open()
    await save({ name: '宋安安' })
    expect(await stands(cookie)).toBe(true)
  })

  test('end with a role given or ended by somebody else, and by an administrator’s word, on record', async () => {
    const { open, stands, administration, by, table } = await signedIn()
    const role = { personId: 'song-an', role: 'editor' as const, unitId: 'office', by }
    const acts = [
      () => grantRole(administration)({ ...role, from: '2026-01-01' }),
      () => endRole(administration)(role),
      () => endSessions(administration)({ personId: 'song-an', by }),
    ]
    for (const act of acts) {
      const cookie = await open()
      await act()
      expect(await stands(cookie)).toBe(false)
    }
    const types = (await table.partition('ACTS', 'EVENT#')).map((row) => row['type'])
    expect(types).toEqual(['RoleGranted', 'RoleEnded', 'SessionsEnded'])
  })

  test('end by an administrator’s word together with the passkeys; by one’s own word without them', async () => {
    const { sessions, own, open, administration, by, table, told } = await signedIn()
    const passkeys = passkeyStore(table)
    const passkey = { id: 'a1', credentialId: 'a', publicKey: '', counter: 0, transports: [], name: '手机' }
    const added = { ...passkey, email: own.email, addedAt: '2026-11-24T02:00:00.000Z' }
    await open()
    await passkeys.add(own.id, added, [])
    await sessions.endAll(own)
    expect(await passkeys.of(own.id)).toHaveLength(1)
    await endSessions(administration)({ personId: own.id, by })
    expect(await passkeys.of(own.id)).toEqual([])
    expect(told.map(({ to, text }) => [to, text.includes('手机'), text.includes('管理员')])).toEqual([
      [own.email, true, true],
    ])
    await endSessions(administration)({ personId: own.id, by })
    expect(told).toHaveLength(1)
  })

  test('of a version that did not note when they were opened are read, and end like the others', async () => {
    const { sessions, own, stands, table, people, later, room } = await signedIn()
    const cookie = await sessions.open(own)
    const [row] = await table.list('PERSON#song-an#SESSIONS')
    const { openedAt: _openedAt, gsi1pk: _pk, gsi1sk: _sk, ...old } = row!
    await table.put(old as typeof row & object)
    expect(await stands(cookie)).toBe(true)
    later(1000)
    await people.endSessions('song-an', room.clock.now())
    expect(await stands(cookie)).toBe(false)
  })
})
