import type { Letter } from '../../../lib/channels/mail/mail'
import { passkeyRule, relyingPartyOf } from '../../../lib/people/passkey'
import { passkeyStore } from '../../../lib/people/passkey-store'
import { addPasskey, beginPasskey } from '../../../lib/people/register-passkey'
import { removePasskey } from '../../../lib/people/remove-passkey'
import { beginPasskeySignIn, signInByPasskey } from '../../../lib/people/sign-in-by-passkey'
import type { Person } from '../../../lib/people/person'
import type { WayIn } from '../../../lib/people/store'
import { actsLedger } from '../../../lib/security/ledger'
import { anAuthenticator, type Shown } from './authenticator'
import { givenSignIn, said } from './given-sign-in'

const refused = { code: 'SignInRefused', said: expect.anything() as unknown, facts: {} }

async function givenPasskeys() {
  const stack = await givenSignIn()
  const { room, sessions, people, table } = stack
  const letters: Letter[] = []
  const needs = {
    ...{ ...room, sessions, publicUrl: 'https://qianfa.example', passkeys: passkeyStore(table) },
    acts: actsLedger(table, room.clock),
    mail: {
      write: async (letter: Letter) => {
        letters.push(letter)
        return [{ keep: { pk: `OUTBOX#${letter.messageId}`, sk: 'HEAD' } }]
      },
    },
  }
  const begin = beginPasskey(needs)
  const add = addPasskey(needs)
  const beginSignIn = beginPasskeySignIn(needs)
  const signIn = signInByPasskey(needs)
  const own = async () => (await people.withId('song-an')) as Person

  /** A browser with its cookies, signed in as the person or not yet. */
  const aBrowser = async (how?: WayIn) => {
    const cookies: Record<string, string> = {}
    if (how) cookies['qianfa_session'] = await sessions.open(await own(), { how })
    const keep = (name: string) => void (cookies['qianfa_browser'] = name)
    return {
      cookies,
      async asked() {
        const { options, browser } = await begin({ person: await own(), cookies })
        keep(browser)
        return options
      },
      async adds(key: ReturnType<typeof anAuthenticator>, name = '手机', shown: Shown = {}) {
        const response = key.create(await this.asked(), shown)
        return add({ person: await own(), cookies, name, response })
      },
      async challenged() {
        const { options, browser } = await beginSignIn(cookies)
        keep(browser)
        return options
      },
      answers: (response: Parameters<typeof signIn>[0]['response']) =>
        signIn({ response, cookies, sourceIp: '203.0.113.7', agent: 'a browser' }),
      async signsIn(key: ReturnType<typeof anAuthenticator>, shown: Shown = {}) {
        return this.answers(key.get(await this.challenged(), shown))
      },
    }
  }
  /** A key of the person's, and a browser that is not signed in. */
  const registered = async (shown: Shown = {}) => {
    const key = anAuthenticator()
    await (await aBrowser('mail')).adds(key, '手机', shown)
    stack.later(1000)
    return { key, browser: await aBrowser() }
  }
  const save = async (change: Partial<Person>) => {
    const { grants: _grants, substitutes: _substitutes, ...row } = await own()
    await people.save({ ...row, ...change })
  }
  return { ...stack, ...{ needs, letters, add, aBrowser, registered, own, save } }
}

test('a key added once signed in by mail signs in, with today’s roles; the letter and the record say that it is there', async () => {
  const { registered, sessions, people, letters, needs, table, room } = await givenPasskeys()
  const { key, browser } = await registered()
  const { session } = await browser.signsIn(key)
  await people.grant('song-an', { role: 'editor', unitId: 'office', from: '2026-01-01' })
  const person = await sessions.person(session)
  expect([person.id, person.grants.map(({ role }) => role)]).toEqual(['song-an', ['editor']])
  expect((await sessions.list(person, session)).map(({ how, here }) => [how, here])).toEqual([
    ['passkey', true],
    ['mail', false],
  ])
  expect(await needs.passkeys.of('song-an')).toMatchObject([
    { name: '手机', counter: 2, lastUsedAt: room.clock.now().toISOString(), transports: ['internal'] },
  ])
  expect(
    letters.map(({ to, subject, text }) => [to, subject.includes('添加'), text.includes('手机')]),
  ).toEqual([['song@co.example', true, true]])
  expect(await table.get({ pk: `OUTBOX#${letters[0]!.messageId}`, sk: 'HEAD' })).toBeDefined()
  expect((await needs.acts.page()).items.map(({ type, about, facts }) => [type, about.id, facts])).toEqual([
    ['PasskeyAdded', 'song-an', { passkey: '手机' }],
  ])
})

test('an answer is good once, in the browser that was asked, for five minutes', async () => {
  const { registered, aBrowser, later } = await givenPasskeys()
  const { key, browser } = await registered()
  const answer = key.get(await browser.challenged())
  const other = await aBrowser()
  await other.challenged()
  expect(await said(other.answers(answer))).toEqual(refused)
  expect(await said((await aBrowser()).answers(answer))).toEqual(refused)
  expect(await said(browser.answers(answer))).toBe('yes')
  expect(await said(browser.answers(answer))).toEqual(refused)
  const late = key.get(await browser.challenged())
  later(passkeyRule.challengeLastsMs)
  expect(await said(browser.answers(late))).toEqual(refused)
  expect(await said(browser.signsIn(key))).toBe('yes')
})

test('two uses of one answer at the same moment open one session', async () => {
  const { registered } = await givenPasskeys()
  // A device that does not count: nothing but the challenge tells the two apart.
  const { key, browser } = await registered({ counter: 0 })
  const answer = key.get(await browser.challenged(), { counter: 0 })
  const both = await Promise.all([said(browser.answers(answer)), said(browser.answers(answer))])
  expect(both.filter((one) => one === 'yes')).toHaveLength(1)
})

test.each<[string, Shown]>([
  ['of another site', { origin: 'https://qianfa.evil.example' }],
  ['of our site without TLS', { origin: 'http://qianfa.example' }],
  ['for another host', { rpId: 'evil.example' }],
  ['without finger or PIN', { verified: false }],
  ['with a counter that stands still', { counter: 1 }],
  ['that is no answer to signing in', { type: 'webauthn.create' }],
])('an answer %s is refused', async (_what, shown) => {
  const { registered } = await givenPasskeys()
  const { key, browser } = await registered()
  expect(await said(browser.signsIn(key, shown))).toEqual(refused)
  expect(await said(browser.signsIn(key))).toBe('yes')
})

test('a changed signature, another’s key under this name, and a key nobody has are refused alike', async () => {
  const { registered } = await givenPasskeys()
  const { key, browser } = await registered()
  const stranger = anAuthenticator()
  const good = key.get(await browser.challenged())
  const signature = Buffer.from(good.response.signature, 'base64url')
  signature[signature.length - 1]! ^= 1
  const changed = { ...good, response: { ...good.response, signature: signature.toString('base64url') } }
  expect(await said(browser.answers(changed))).toEqual(refused)
  const posing = { ...stranger.get(await browser.challenged()), id: key.id, rawId: key.id }
  expect(await said(browser.answers(posing))).toEqual(refused)
  expect(await said(browser.signsIn(stranger))).toEqual(refused)
})

test.each<[string, Shown]>([
  ['of another site', { origin: 'https://evil.example' }],
  ['for another host', { rpId: 'evil.example' }],
  ['without finger or PIN', { verified: false }],
  ['that was signing in', { type: 'webauthn.get' }],
])('a new key %s is not taken, and nobody is told of one', async (_what, shown) => {
  const { aBrowser, needs, letters } = await givenPasskeys()
  const browser = await aBrowser('mail')
  expect(await said(browser.adds(anAuthenticator(), '手机', shown))).toEqual(refused)
  expect([await needs.passkeys.of('song-an'), letters]).toEqual([[], []])
})

test('a new key is taken once, in the session’s own browser, of the person it was asked of, and of nobody twice', async () => {
  const { aBrowser, add, own, people, needs } = await givenPasskeys()
  const browser = await aBrowser('mail')
  const key = anAuthenticator()
  const response = key.create(await browser.asked())
  const other = await aBrowser('mail')
  await other.asked()
  const given = { person: await own(), name: '手机', response }
  expect(await said(add({ ...given, cookies: other.cookies }))).toEqual(refused)
  const li = { id: 'li-na', name: '李娜', email: 'li@co.example', unitId: 'office', language: 'zh' as const }
  await people.save(li)
  const colleague = { ...li, grants: [], substitutes: [] }
  expect(await said(add({ ...given, person: colleague, cookies: browser.cookies }))).toEqual(refused)
  expect(await said(add({ ...given, cookies: browser.cookies }))).toBe('yes')
  expect(await said(add({ ...given, cookies: browser.cookies }))).toEqual(refused)
  expect(await said(browser.adds(key))).toEqual(refused)
  expect(await needs.passkeys.of('song-an')).toHaveLength(1)
})

test('who signed in by a passkey adds none; there are at most ten, and the devices that have one are told', async () => {
  const { aBrowser, add, own } = await givenPasskeys()
  const byKey = await aBrowser('passkey')
  expect(await said(byKey.asked())).toMatchObject({ code: 'NotAllowed' })
  const browser = await aBrowser('mail')
  const keys = Array.from({ length: passkeyRule.atOnce }, () => anAuthenticator())
  for (const key of keys.slice(1)) await browser.adds(key)
  expect(await browser.asked()).toMatchObject({
    rp: { id: 'qianfa.example' },
    excludeCredentials: expect.arrayContaining(
      keys.slice(1).map(({ id }) => expect.objectContaining({ id }) as unknown),
    ) as unknown,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const late = keys[0]!.create(await browser.asked())
  await browser.adds(anAuthenticator())
  expect(await said(browser.asked())).toMatchObject({ code: 'WrongState' })
  const given = { person: await own(), cookies: browser.cookies, name: '手机', response: late }
  expect(await said(add(given))).toMatchObject({ code: 'WrongState' })
})

test('a removed key signs nobody in; the person is told, and another’s key is nobody’s', async () => {
  const { registered, own, needs, letters } = await givenPasskeys()
  const { key, browser } = await registered()
  const [{ id } = { id: '' }] = await needs.passkeys.of('song-an')
  const person = await own()
  const remove = removePasskey(needs)
  expect(await said(remove({ person: { ...person, id: 'li-na' }, id }))).toMatchObject({ code: 'NotFound' })
  await remove({ person, id })
  expect(await said(browser.signsIn(key))).toEqual(refused)
  expect(letters.map(({ subject }) => subject.includes('删除'))).toEqual([false, true])
  const types = (await needs.acts.page()).items.map(({ type }) => type)
  expect(types).toEqual(['PasskeyRemoved', 'PasskeyAdded'])
})

test.each<[string, Partial<Person>, Partial<Person>]>([
  ['another address', { email: 'new@co.example' }, { email: 'song@co.example' }],
  ['leaving', { leftOn: '2026-11-24' }, { leftOn: undefined }],
])('keys end with %s, and do not come back when it is undone', async (_what, change, undone) => {
  const { registered, save, needs } = await givenPasskeys()
  const { key, browser } = await registered()
  await save(change)
  expect(await said(browser.signsIn(key))).toEqual(refused)
  await save(undone)
  expect(await said(browser.signsIn(key))).toEqual(refused)
  expect(await needs.passkeys.of('song-an')).toEqual([])
})

test('keys stay with another name, and a day of leaving that is to come ends them', async () => {
  const { registered, save, needs } = await givenPasskeys()
  const { key, browser } = await registered()
  await save({ name: '宋安安' })
  expect(await said(browser.signsIn(key))).toBe('yes')
  await save({ leftOn: '2026-12-24' })
  expect(await needs.passkeys.of('song-an')).toEqual([])
})

test.each([
  ['https://qianfa.example', { id: 'qianfa.example', origin: 'https://qianfa.example' }],
  ['http://localhost:4000', { id: 'localhost', origin: 'http://localhost:4000' }],
  ['http://qianfa.example', undefined],
  ['http://127.0.0.1:4000', undefined],
  ['https://10.0.0.7', undefined],
  ['https://[::1]', undefined],
])('keys are made for the host of %s: %j', (url, host) => {
  expect(relyingPartyOf(url)).toEqual(host)
})
