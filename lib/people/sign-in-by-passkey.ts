import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
} from '@simplewebauthn/server'
import { beijingDate } from '../policy/working-days'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { log } from '../platform/log'
import { allKeys, currentKey, keyRing } from '../platform/key-ring'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { ConditionFailed } from '../platform/table'
import { browserOf, knownFor } from './browser'
import { boundToken } from './bound-token'
import { challengeBound, isOurs, passkeyRule, relyingPartyOf } from './passkey'
import type { Passkeys } from './passkey-store'
import { isActive } from './person'
import type { Sessions } from './session'
import { networkOf } from './sign-in-rule'
import { spentWrite } from './sign-in-store'
import type { People } from './store'

interface Needs {
  passkeys: Passkeys
  secrets: Secrets
  clock: Clock
  ids: Ids
  publicUrl: string
}

/** One answer to whatever was wrong: who asks learns nothing of whose a key is, or was. */
const refused = () =>
  new Refusal('SignInRefused', {
    zh: '这个通行密钥不能登录。请重试，或用邮箱验证码登录',
    en: 'this passkey does not sign in; try again, or sign in by a mailed code',
  })

function hostOf(publicUrl: string) {
  const host = relyingPartyOf(publicUrl)
  if (host) return host
  throw refused()
}

/** Asks whichever key of ours the device has; `browser` is the value of the browser's cookie. Stores nothing. */
export const beginPasskeySignIn =
  ({ secrets, clock, ids, publicUrl }: Omit<Needs, 'passkeys'>) =>
  async (cookies: Record<string, string>): Promise<{ options: { challenge: string }; browser: string }> => {
    const browser = browserOf(cookies) ?? ids.secret()
    const { key } = currentKey(keyRing(await secrets.read('session-key')), clock.now())
    const options = await generateAuthenticationOptions({
      rpID: hostOf(publicUrl).id,
      challenge: boundToken(key, challengeBound('sign-in', browser), clock.now(), ids),
      timeout: passkeyRule.challengeLastsMs,
      userVerification: 'required',
    })
    return { options: { ...options }, browser }
  }

/**
 * Opens a session for whose key signed the challenge of this browser. `session` and `known` are cookies' values.
 * @throws Refusal `SignInRefused`
 */
export const signInByPasskey =
  ({
    people,
    passkeys,
    secrets,
    clock,
    ids,
    sessions,
    publicUrl,
  }: Needs & { people: People; sessions: Pick<Sessions, 'open'> }) =>
  async ({
    response,
    cookies,
    sourceIp,
    agent,
  }: {
    response: AuthenticationResponseJSON
    cookies: Record<string, string>
    sourceIp: string
    agent?: string
  }): Promise<{ session: string; known: string }> => {
    const host = hostOf(publicUrl)
    const now = clock.now()
    const browser = browserOf(cookies)
    const found = await passkeys.withCredential(response.id)
    if (browser === undefined || !found) throw refused()
    const { personId, passkey } = found
    const ring = keyRing(await secrets.read('session-key'))
    const bound = challengeBound('sign-in', browser)
    let spent = ''
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => isOurs(allKeys(ring), bound, (spent = challenge), now),
      ...{ expectedOrigin: host.origin, expectedRPID: host.id, requireUserVerification: true },
      credential: {
        ...{ id: passkey.credentialId, counter: passkey.counter },
        publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
      },
    }).catch((error: Error) => {
      log.warn('a passkey was refused', { reason: error.message })
      throw refused()
    })
    const person = await people.withId(personId)
    const stands =
      person &&
      isActive(person, beijingDate(now)) &&
      person.email.toLowerCase() === passkey.email.toLowerCase()
    if (!verified || !stands) throw refused()
    try {
      await passkeys.use(personId, passkey, { counter: authenticationInfo.newCounter, at: now }, [
        spentWrite(browser, spent, new Date(now.getTime() + passkeyRule.challengeLastsMs)),
      ])
    } catch (error) {
      if (error instanceof ConditionFailed) throw refused()
      throw error
    }
    const session = await sessions.open(person, { network: networkOf(sourceIp), agent, how: 'passkey' })
    return { session, known: knownFor(currentKey(ring, now).key, person.email, ids) }
  }
