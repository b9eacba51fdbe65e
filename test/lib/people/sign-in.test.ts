import { chanceADay, networkOf, pauseAfter, signInRule } from '../../../lib/people/sign-in-rule'
import { givenSignIn, said } from './given-sign-in'

const dayMs = 86_400_000
const unknown = 'nobody@co.example'
const wrong = { code: 'CodeWrong', said: expect.anything() as unknown, facts: {} }

test('a code from the mail opens a session in the browser that asked, once, and in no other', async () => {
  const { browser, codes, sessions } = await givenSignIn()
  const own = browser()
  const other = browser()
  await own.ask()
  const [code = ''] = codes()
  expect(await said(other.type(code))).toEqual(wrong)
  expect((await sessions.person(await own.type(` ${code.slice(0, 5)} ${code.slice(5)}`))).id).toBe('song-an')
  expect(await said(own.type(code))).toEqual(wrong)
})

test('asking, guessing and asking again say the same of an address that is somebody’s and of one that is nobody’s', async () => {
  const course = async (email: string, ready: (stack: Awaited<ReturnType<typeof givenSignIn>>) => void) => {
    const stack = await givenSignIn()
    ready(stack)
    const { ask, type } = stack.browser()
    const answers = [await said(ask(email)), await said(ask(email))]
    for (let guess = 0; guess < 7; guess++) answers.push(await said(type('0000000000', email)))
    stack.later(signInRule.firstPauseMs)
    return [...answers, await said(ask(email)), await said(ask(email))]
  }
  const up = () => undefined
  const down = (stack: Awaited<ReturnType<typeof givenSignIn>>) => void (stack.outage.mail = true)
  const expected = await course(unknown, up)
  expect(expected.map((one) => (one === 'yes' ? 'yes' : (one as { code: string }).code))).toEqual([
    ...['yes', 'TooManyAttempts'],
    ...Array.from({ length: 5 }, () => 'CodeWrong'),
    ...['TooManyAttempts', 'TooManyAttempts', 'yes', 'TooManyAttempts'],
  ])
  expect(await course('song@co.example', up)).toEqual(expected)
  expect(await course('song@co.example', down)).toEqual(expected)
})

test.each([
  ['asks', 'song@co.example'],
  ['asks', unknown],
  ['guesses', 'song@co.example'],
  ['guesses', unknown],
])('whoever %s for %s hears nothing before the same moment', async (what, email) => {
  const stack = await givenSignIn()
  const { ask, type } = stack.browser()
  if (what === 'guesses') await ask(email)
  stack.held.on = true
  let answered = false
  const answer = said(what === 'asks' ? ask(email) : type('0000000000', email)).then(() => (answered = true))
  // Everything else is done by then: the table of the tests is in memory.
  for (let turn = 0; turn < 200; turn++) await new Promise((next) => setImmediate(next))
  expect(answered).toBe(false)
  expect(stack.waiting.map(({ ms }) => ms)).toEqual([signInRule.answersAfterMs])
  stack.waiting[0]!.go()
  await answer
})

test('five wrong codes end that browser’s asking; the pauses between its codes double, and a day has so many', async () => {
  const { browser, later, codes } = await givenSignIn()
  const { ask, type } = browser()
  for (let times = 1; times <= signInRule.codesPerAddressAndNetwork; times++) {
    await ask()
    expect(codes()).toHaveLength(times)
    const waits = { code: 'TooManyAttempts', facts: { retryAfterSeconds: pauseAfter(times) / 1000 } }
    expect(await said(ask())).toMatchObject(waits)
    for (let guess = 0; guess < 5; guess++) expect(await said(type('0000000000'))).toEqual(wrong)
    expect(await said(type(codes().at(-1)!))).toMatchObject({ code: 'TooManyAttempts' })
    later(pauseAfter(times))
  }
  expect(await said(ask())).toMatchObject({ code: 'TooManyAttempts', facts: {} })
  later(dayMs)
  expect(await said(ask())).toBe('yes')
})

test('who is guessed at all day from a network, with a new browser each time, signs in from another', async () => {
  const { browser, codes, later } = await givenSignIn()
  let mailed = 0
  for (let hour = 0; hour < 22; hour++) {
    for (let times = 0; times < 20; times++) {
      const guesser = browser(`198.51.100.${times}`)
      if ((await said(guesser.ask())) === 'yes') mailed++
      for (let guess = 0; guess < 6; guess++) await said(guesser.type('0000000000'))
    }
    later(dayMs / 24)
  }
  // The Beijing day changes once in these hours.
  expect(mailed).toBe(2 * signInRule.codesPerAddressAndNetwork)
  const own = browser('203.0.113.7')
  await own.ask()
  expect(await own.type(codes().at(-1)!)).toEqual(expect.any(String))
})

test('nor do guesses from everywhere keep a person out of a browser they signed in with before', async () => {
  const { browser, codes, later } = await givenSignIn()
  const own = browser()
  await own.ask()
  await own.type(codes().at(-1)!)
  later(dayMs)
  const answers: unknown[] = []
  for (let network = 0; network < 150; network++) {
    const guesser = browser(`10.0.${network}.1`)
    answers.push(await said(guesser.ask()))
    for (let guess = 0; guess < 5; guess++) await said(guesser.type('0000000000'))
  }
  expect(answers.filter((answer) => answer === 'yes')).toHaveLength(signInRule.codesPerAddress)
  const guessed = browser()
  expect(await said(guessed.ask())).toMatchObject({ code: 'TooManyAttempts' })
  await own.ask()
  expect(await own.type(codes().at(-1)!)).toEqual(expect.any(String))
})

test('a cookie of another address, or made up, makes no browser known', async () => {
  const { browser, codes, people } = await givenSignIn()
  await people.save({
    ...{ id: 'li-na', name: '李娜', email: 'li@co.example', unitId: 'office', language: 'zh' },
  })
  const insider = browser()
  await insider.ask('li@co.example')
  await insider.type(codes().at(-1)!, 'li@co.example')
  for (let network = 0; network < 110; network++) await said(browser(`10.0.${network}.1`).ask())
  for (const known of [insider.cookies['qianfa_known']!, 'a.b', '.', `${'a'.repeat(43)}.`]) {
    const forged = browser()
    forged.cookies['qianfa_known'] = known
    expect(await said(forged.ask())).toMatchObject({ code: 'TooManyAttempts' })
  }
})

test('the person is told once a day of many wrong codes, and it is on record; a letter that does not leave changes nothing', async () => {
  const { browser, letters, room } = await givenSignIn()
  for (let times = 0; times < 10; times++) {
    const guesser = browser(`10.0.${times}.1`)
    await guesser.ask()
    for (let guess = 0; guess < 5; guess++) await said(guesser.type('0000000000'))
  }
  const told = letters.filter(({ subject }) => subject.includes('输错'))
  expect(told.map(({ to, text }) => [to, text.includes(`${signInRule.unusualWrong} 次`)])).toEqual([
    ['song@co.example', true],
  ])
  expect((await room.acts.page()).items).toMatchObject([
    { type: 'SignInGuessed', by: { id: 'system' }, about: { id: 'song-an' } },
  ])
})

test('a network that typed too many wrong codes is on record once', async () => {
  const { browser, room } = await givenSignIn()
  for (let times = 0; times < signInRule.wrongPerNetwork / 5 + 2; times++) {
    const guesser = browser('10.0.0.1')
    await said(guesser.ask(`nobody-${times}@co.example`))
    for (let guess = 0; guess < 5; guess++)
      await said(guesser.type('0000000000', `nobody-${times}@co.example`))
  }
  expect((await room.acts.page()).items).toMatchObject([
    { type: 'SignInClosed', about: { id: '10.0.0' }, facts: { times: signInRule.wrongPerNetwork } },
  ])
})

test('a guesser’s chance a day is below 1 in 10,000 for an address and 1 in 1,000 for a company of 500', () => {
  expect(chanceADay(1)).toBeLessThan(1 / 10_000)
  expect(chanceADay(500)).toBeLessThan(1 / 1_000)
  expect(chanceADay(500, { ...signInRule, digits: 6 })).toBeGreaterThan(1 / 1_000)
})

test.each([
  ['203.0.113.7', '203.0.113'],
  ['::ffff:203.0.113.7', '203.0.113'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['2001:0DB8:0001::', '2001:db8:1:0'],
  ['::1', '0:0:0:0'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
