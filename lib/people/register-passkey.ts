import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { passkeyLetter } from '../channels/mail/passkey-letters'
import type { Outbox } from '../outbox/outbox'
import type { Clock } from '../platform/clock'
import { seal, type Ids } from '../platform/ids'
import { log } from '../platform/log'
import { allKeys, currentKey, keyRing } from '../platform/key-ring'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { ConditionFailed } from '../platform/table'
import type { Acts } from '../security/ledger'
import { browserOf } from './browser'
import { boundToken } from './bound-token'
import { challengeBound, isOurs, passkeyRule, relyingPartyOf, type Passkey } from './passkey'
import type { Passkeys } from './passkey-store'
import { named, type Person } from './person'
import { sessionCookie, type Sessions } from './session'
import { spentWrite } from './sign-in-store'

interface Needs {
  passkeys: Passkeys
  sessions: Pick<Sessions, 'wayIn'>
  secrets: Secrets
  clock: Clock
  ids: Ids
  publicUrl: string
}

interface Asked {
  person: Person
  cookies: Record<string, string>
}

/** ES256, EdDSA, RS256: what devices have, and keys that are small. */
const algorithms = [-7, -8, -257]

const notTaken = () =>
  new Refusal('SignInRefused', {
    zh: '没有添加通行密钥：请求已过期，或不是在这个浏览器里开始的。请重试',
    en: 'no passkey was added: the request is too old, or was not begun in this browser; try again',
  })

function hostOf({ publicUrl }: Needs) {
  const host = relyingPartyOf(publicUrl)
  if (host) return host
  throw new Refusal('WrongState', {
    zh: '通行密钥需要以域名和 https 访问本系统；请联系管理员',
    en: 'passkeys need this system under a name, with https; ask an administrator',
  })
}

/** A passkey opens what whoever adds it could open: a session that one opened makes no further ones. */
async function requireMail({ sessions }: Needs, { cookies }: Asked): Promise<void> {
  if ((await sessions.wayIn(cookies[sessionCookie])) !== 'passkey') return
  throw new Refusal('NotAllowed', {
    zh: '您是用通行密钥登录的。要再添加一个，请退出后用邮箱验证码登录',
    en: 'you signed in by passkey; to add another one, sign out and sign in by a mailed code',
  })
}

const tooMany = () =>
  new Refusal('WrongState', {
    zh: `最多 ${passkeyRule.atOnce} 个通行密钥，请先删除不用的`,
    en: `at most ${passkeyRule.atOnce} passkeys; remove one first`,
  })

/** Asks a signed-in person's device for a key of its own; `browser` is the value of the browser's cookie. */
export const beginPasskey =
  (needs: Needs) =>
  async (asked: Asked): Promise<{ options: { challenge: string }; browser: string }> => {
    const { passkeys, secrets, clock, ids } = needs
    const { person, cookies } = asked
    const host = hostOf(needs)
    await requireMail(needs, asked)
    const known = await passkeys.of(person.id)
    if (known.length >= passkeyRule.atOnce) throw tooMany()
    const { key } = currentKey(keyRing(await secrets.read('session-key')), clock.now())
    const browser = browserOf(cookies) ?? ids.secret()
    const options = await generateRegistrationOptions({
      ...{ rpName: '签发 Qianfa', rpID: host.id, userName: person.email, userDisplayName: person.name },
      // Tells nothing of the person to whoever finds the device.
      userID: Uint8Array.from(Buffer.from(seal(key, 'passkey-user', person.id), 'base64url')),
      challenge: boundToken(key, challengeBound('add', browser, person.id), clock.now(), ids),
      timeout: passkeyRule.challengeLastsMs,
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: algorithms,
    })
    return { options: { ...options }, browser }
  }

/**
 * Takes the key the device made, tells the person by letter, and puts it on record, in one moment.
 * @throws Refusal `SignInRefused`, `WrongState`, `NotAllowed`
 */
export const addPasskey =
  (needs: Needs & { acts: Acts; mail: Pick<Outbox, 'write'> }) =>
  async (asked: Asked & { name: string; response: RegistrationResponseJSON }): Promise<Passkey> => {
    const { passkeys, secrets, clock, acts, mail } = needs
    const { person, cookies, name, response } = asked
    const host = hostOf(needs)
    await requireMail(needs, asked)
    if ((await passkeys.of(person.id)).length >= passkeyRule.atOnce) throw tooMany()
    const now = clock.now()
    const browser = browserOf(cookies)
    if (browser === undefined) throw notTaken()
    const bound = challengeBound('add', browser, person.id)
    const keys = allKeys(keyRing(await secrets.read('session-key')))
    let spent = ''
    const verified = await verifyRegistrationResponse({
      response,
      expectedChallenge: (challenge) => isOurs(keys, bound, (spent = challenge), now),
      ...{ expectedOrigin: host.origin, expectedRPID: host.id },
      ...{ requireUserVerification: true, supportedAlgorithmIDs: algorithms },
    }).catch((error: Error) => {
      log.warn('a passkey was not taken', { reason: error.message })
      throw notTaken()
    })
    if (!verified.verified) throw notTaken()
    const { credential } = verified.registrationInfo
    const passkey: Passkey = {
      id: passkeys.idOf(credential.id),
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: credential.transports ?? [],
      ...{ name, email: person.email, addedAt: now.toISOString() },
    }
    const told = { to: person.email, name: person.name, what: 'added' as const, passkeys: [name], at: now }
    const also = [
      spentWrite(browser, spent, new Date(now.getTime() + passkeyRule.challengeLastsMs)),
      ...(await mail.write(passkeyLetter(told))),
    ]
    const self = named(person)
    try {
      await acts.record({ type: 'PasskeyAdded', by: self, about: self, facts: { passkey: name } }, (rows) =>
        passkeys.add(person.id, passkey, [...rows, ...also]),
      )
    } catch (error) {
      if (error instanceof ConditionFailed) throw notTaken()
      throw error
    }
    return passkey
  }
