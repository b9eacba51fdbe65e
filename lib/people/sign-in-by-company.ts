import { OidcFailed, type Oidc, type OidcChecks, type OidcFault } from '../channels/oidc/oidc'
import { beijingDate } from '../policy/working-days'
import type { Clock } from '../platform/clock'
import { seal, type Ids } from '../platform/ids'
import { allKeys, currentKey, keyRing } from '../platform/key-ring'
import { log } from '../platform/log'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { boundToken, keyOfToken, type Bound } from './bound-token'
import { browserOf, knownFor } from './browser'
import { isActive } from './person'
import type { Sessions } from './session'
import { networkOf } from './sign-in-rule'
import type { SignIns } from './sign-in-store'
import type { People } from './store'

interface Needs {
  company: Oidc
  secrets: Secrets
  clock: Clock
  ids: Ids
}

const stateLastsMs = 10 * 60_000
const boundTo = (browser: string): Bound => ({ purpose: 'company-state', to: [browser] })

/** Nonce and verifier are drawn from the state and the browser's name: nothing is stored until the browser comes back. */
const checksOf = (key: string, state: string, browser: string): OidcChecks => ({
  state,
  nonce: seal(key, 'company-nonce', state, browser),
  verifier: seal(key, 'company-verifier', state, browser),
})

const failures: Record<OidcFault, () => Refusal> = {
  down: () =>
    new Refusal('ProviderDown', {
      zh: '公司登录现在没有应答，请稍后再试',
      en: 'the company’s sign-in does not answer now; try again soon',
    }),
  declined: () =>
    new Refusal('SignInRefused', {
      zh: '公司登录没有完成：已取消或被拒绝',
      en: 'the company’s sign-in was cancelled or said no',
    }),
  unfit: () =>
    new Refusal('SignInRefused', {
      zh: '公司登录的答复有误，没有登录。请重试；仍不行请告诉管理员',
      en: 'the answer of the company’s sign-in does not fit, and nobody was signed in; try again, or tell an administrator',
    }),
}

const inWords = async <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw error instanceof OidcFailed ? failures[error.fault]() : error
  })

const stale = () =>
  new Refusal('PageStale', {
    zh: '这次公司登录已过期、已用过，或不是在这个浏览器里开始的。请重新开始',
    en: 'this sign-in is too old, was used, or was not begun in this browser; begin again',
  })

const unproven = () =>
  new Refusal('SignInRefused', {
    zh: '公司登录没有证明邮箱是您的，没有登录。请告诉管理员',
    en: 'the company’s sign-in does not prove that the address is yours; tell an administrator',
  })

/** One answer, whether nobody has the address or who had it left. */
const unknown = () =>
  new Refusal('SignInRefused', {
    zh: '您的公司账号不能登录本系统。请联系管理员',
    en: 'your company account does not sign in here; ask an administrator',
  })

/** Where the browser goes to sign in at the company; `browser` is the value of its cookie. @throws Refusal `ProviderDown`, `SignInRefused` */
export const beginCompanySignIn =
  ({ company, secrets, clock, ids }: Needs) =>
  async (cookies: Record<string, string>): Promise<{ url: string; browser: string }> => {
    const browser = browserOf(cookies) ?? ids.secret()
    const { key } = currentKey(keyRing(await secrets.read('session-key')), clock.now())
    const state = boundToken(key, boundTo(browser), clock.now(), ids)
    return { url: await inWords(company.authorizationUrl(checksOf(key, state, browser))), browser }
  }

/**
 * Opens a session for whom the company's sign-in names by address; `query` is what the browser came back with.
 * `session` and `known` are cookies' values. @throws Refusal `PageStale`, `SignInRefused`, `ProviderDown`
 */
export const signInByCompany =
  ({
    company,
    takesUnverified,
    people,
    signIns,
    sessions,
    secrets,
    clock,
    ids,
  }: Needs & {
    /** whether the provider's word on the address is enough where it does not say that it was proven */
    takesUnverified: boolean
    people: People
    signIns: SignIns
    sessions: Pick<Sessions, 'open'>
  }) =>
  async ({
    query,
    cookies,
    sourceIp,
    agent,
  }: {
    query: Record<string, string>
    cookies: Record<string, string>
    sourceIp: string
    agent?: string
  }): Promise<{ session: string; known: string }> => {
    const now = clock.now()
    const ring = keyRing(await secrets.read('session-key'))
    const [browser, state = ''] = [browserOf(cookies), query['state']]
    if (!browser) throw stale()
    const key = keyOfToken(allKeys(ring), boundTo(browser), state, { now, lastsMs: stateLastsMs })
    if (key === undefined) throw stale()
    if (!(await signIns.spend(browser, state, new Date(now.getTime() + stateLastsMs)))) throw stale()
    const { email, verified } = await inWords(company.personOf(query, checksOf(key, state, browser)))
    if (email === undefined || !(verified || takesUnverified)) {
      log.warn('the company’s sign-in gave no proven address', { email: email !== undefined, verified })
      throw unproven()
    }
    const person = await people.withEmail(email)
    if (!person || !isActive(person, beijingDate(now))) throw unknown()
    const session = await sessions.open(person, { network: networkOf(sourceIp), agent, how: 'company' })
    return { session, known: knownFor(currentKey(ring, now).key, person.email, ids) }
  }
