import { oidc } from '../../../lib/channels/oidc/oidc'
import { beginCompanySignIn, signInByCompany } from '../../../lib/people/sign-in-by-company'
import { waysInOf } from '../../../lib/people/ways-in'
import { atProvider, backUrl, clientId, clientSecret, givenProvider } from './given-provider'
import { givenSignIn, said } from './given-sign-in'

let provider: Awaited<ReturnType<typeof givenProvider>>
beforeAll(async () => {
  // The provider tells on the console what it is told by its clients.
  jest.spyOn(console, 'info').mockImplementation(() => undefined)
  provider = await givenProvider({
    song: { email: 'Song@co.example', verified: true },
    word: { email: 'song@co.example', verified: 'true' },
    doubtful: { email: 'song@co.example', verified: false },
    silent: { email: 'song@co.example' },
    nameless: { verified: true },
    stranger: { email: 'stranger@co.example', verified: true },
    gone: { email: 'li@co.example', verified: true },
  })
})
afterAll(() => provider.close())

async function givenCompany({
  issuer = provider.issuer,
  secret = clientSecret,
  takesUnverified = false,
}: { issuer?: string; secret?: string; takesUnverified?: boolean } = {}) {
  const stack = await givenSignIn()
  const { room, sessions, people } = stack
  await people.save({
    ...{ id: 'li-na', name: '李娜', email: 'li@co.example', unitId: 'office', language: 'zh' },
    leftOn: '2026-11-01',
  })
  const company = oidc({ issuer, clientId, redirectUri: backUrl, secret: async () => secret }, room.clock.now)
  const begin = beginCompanySignIn({ ...room, company })
  const end = signInByCompany({ ...room, company, sessions, takesUnverified })
  const aBrowser = () => {
    const cookies: Record<string, string> = {}
    return {
      cookies,
      async goes() {
        const { url, browser } = await begin(cookies)
        cookies['qianfa_browser'] = browser
        return url
      },
      comesBack: (query: Record<string, string>) =>
        end({ query, cookies, sourceIp: '203.0.113.7', agent: 'a browser' }),
      async signsIn(login: string) {
        return this.comesBack(await atProvider(await this.goes(), login))
      },
    }
  }
  return { ...stack, aBrowser }
}

const unfit = { code: 'SignInRefused', said: { en: expect.stringContaining('does not fit') as string } }
const stale = { code: 'PageStale' }

test('whom the company’s sign-in names by a proven address is signed in, as that person', async () => {
  const { aBrowser, sessions } = await givenCompany()
  const { session } = await aBrowser().signsIn('song')
  const person = await sessions.person(session)
  expect(person.id).toBe('song-an')
  expect(await sessions.list(person, session)).toMatchObject([{ how: 'company', network: '203.0.113' }])
  expect(await said(aBrowser().signsIn('word'))).toBe('yes')
})

test('the browser is sent with PKCE, state and nonce, and comes back once, where it began, within ten minutes', async () => {
  const { aBrowser, later } = await givenCompany()
  const browser = aBrowser()
  const url = new URL(await browser.goes())
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    ...{ response_type: 'code', code_challenge_method: 'S256', scope: 'openid email', redirect_uri: backUrl },
    code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
    nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
  })
  const query = await atProvider(url.href, 'song')
  const other = aBrowser()
  await other.goes()
  expect(await said(other.comesBack(query))).toMatchObject(stale)
  expect(await said(aBrowser().comesBack(query))).toMatchObject(stale)
  expect(await said(browser.comesBack({ ...query, state: `${query['state']}x` }))).toMatchObject(stale)
  expect(await said(browser.comesBack(query))).toBe('yes')
  expect(await said(browser.comesBack(query))).toMatchObject(stale)
  const late = await atProvider(await browser.goes(), 'song')
  later(10 * 60_000)
  expect(await said(browser.comesBack(late))).toMatchObject(stale)
})

test('a code that was used, or is of another question, signs nobody in', async () => {
  const { aBrowser } = await givenCompany()
  const browser = aBrowser()
  const used = await atProvider(await browser.goes(), 'song')
  await browser.comesBack(used)
  const fresh = new URL(await browser.goes()).searchParams.get('state')!
  expect(await said(browser.comesBack({ ...used, state: fresh }))).toMatchObject(unfit)
  const [first, second] = [aBrowser(), aBrowser()]
  const stolen = await atProvider(await first.goes(), 'song')
  const state = new URL(await second.goes()).searchParams.get('state')!
  expect(await said(second.comesBack({ ...stolen, state }))).toMatchObject(unfit)
})

test('an answer with another nonce, or from another issuer, is not believed', async () => {
  const { aBrowser } = await givenCompany()
  const browser = aBrowser()
  const url = new URL(await browser.goes())
  url.searchParams.set('nonce', 'another')
  expect(await said(browser.comesBack(await atProvider(url.href, 'song')))).toMatchObject(unfit)
  const query = await atProvider(await browser.goes(), 'song')
  expect(await said(browser.comesBack({ ...query, iss: 'https://evil.example' }))).toMatchObject(unfit)
  const elsewhere = await givenCompany({ issuer: provider.issuer.replace('127.0.0.1', 'localhost') })
  expect(await said(elsewhere.aBrowser().goes())).toMatchObject(unfit)
})

test('an address that is not proven signs nobody in, unless the company says that it may', async () => {
  const { aBrowser } = await givenCompany()
  const unproven = {
    code: 'SignInRefused',
    said: { en: expect.stringContaining('does not prove') as string },
  }
  for (const login of ['doubtful', 'silent', 'nameless'])
    expect(await said(aBrowser().signsIn(login))).toMatchObject(unproven)
  const trusting = await givenCompany({ takesUnverified: true })
  for (const login of ['doubtful', 'silent'])
    expect(await said(trusting.aBrowser().signsIn(login))).toBe('yes')
  expect(await said(trusting.aBrowser().signsIn('nameless'))).toMatchObject(unproven)
})

test('who is nobody here and who left hear the same', async () => {
  const { aBrowser } = await givenCompany()
  const answers = [await said(aBrowser().signsIn('stranger')), await said(aBrowser().signsIn('gone'))]
  expect(answers[0]).toMatchObject({ code: 'SignInRefused' })
  expect(answers[1]).toEqual(answers[0])
})

test('who turns away at the company’s page, and a client the provider does not take, are told so', async () => {
  const { aBrowser } = await givenCompany()
  const browser = aBrowser()
  const back = await atProvider(await browser.goes(), 'song', { turnsAway: true })
  expect(back['error']).toBe('access_denied')
  expect(await said(browser.comesBack(back))).toMatchObject({
    ...{ code: 'SignInRefused', said: { en: expect.stringContaining('cancelled') as string } },
  })
  const wrong = await givenCompany({ secret: 'another secret' })
  expect(await said(wrong.aBrowser().signsIn('song'))).toMatchObject(unfit)
})

test('a provider that is down is said to be down, at both ends of the way, and used again once it is up', async () => {
  const down = { code: 'ProviderDown' }
  const short = await givenProvider({ song: { email: 'song@co.example', verified: true } })
  const { aBrowser } = await givenCompany({ issuer: short.issuer })
  const browser = aBrowser()
  const query = await atProvider(await browser.goes(), 'song')
  await short.close()
  expect(await said(browser.comesBack(query))).toMatchObject(down)
  const never = await givenCompany({ issuer: short.issuer })
  expect(await said(never.aBrowser().goes())).toMatchObject(down)
  const again = await givenProvider({}, Number(new URL(short.issuer).port))
  expect(await said(never.aBrowser().goes())).toBe('yes')
  await again.close()
})

test('a deployment has the mail, the company’s own sign-in beside it or alone, and never nothing', () => {
  const none = {
    OIDC_ISSUER: '',
    OIDC_CLIENT_ID: '',
    OIDC_UNVERIFIED_MAIL: 'refused',
    MAIL_SIGN_IN: 'on',
  } as const
  const both = { ...none, OIDC_ISSUER: 'https://sso.example', OIDC_CLIENT_ID: 'qianfa' } as const
  const company = { issuer: 'https://sso.example', clientId: 'qianfa', takesUnverified: false }
  expect(waysInOf(none)).toEqual({ mail: true })
  expect(waysInOf(both)).toEqual({ mail: true, company })
  expect(waysInOf({ ...both, MAIL_SIGN_IN: 'off' })).toEqual({ mail: false, company })
  expect(waysInOf({ ...both, OIDC_UNVERIFIED_MAIL: 'taken' }).company?.takesUnverified).toBe(true)
  expect(() => waysInOf({ ...none, MAIL_SIGN_IN: 'off' })).toThrow('nobody could sign in')
  expect(() => waysInOf({ ...both, OIDC_CLIENT_ID: '' })).toThrow('oidcClientId')
})
