import type { Mail } from '../channels/mail/mail'
import { signInLetter, unusualSignInLetter } from '../channels/mail/letters'
import type { Clock } from '../platform/clock'
import type { DailyCounts } from '../platform/daily-count'
import { codeAsTyped, sameSecret, seal, sha256, type Ids } from '../platform/ids'
import { allKeys, currentKey, keyNamed, keyRing } from '../platform/key-ring'
import { log, measure } from '../platform/log'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { beijingDate } from '../policy/working-days'
import { theSystem, type NewAct } from '../security/act'
import type { Acts } from '../security/ledger'
import { browserOf, isKnown, knownFor } from './browser'
import { isActive, named, type Person } from './person'
import type { Sessions } from './session'
import { networkOf, pauseAfter, signInRule as rule } from './sign-in-rule'
import type { SignIn, SignIns } from './sign-in-store'
import type { People } from './store'

interface Needs {
  people: People
  signIns: SignIns
  counts: DailyCounts
  secrets: Secrets
  clock: Clock
  mail: Pick<Mail, 'send'>
  ids: Ids
  acts: Pick<Acts, 'note'>
  /** until so many milliseconds have passed */
  pause: (ms: number) => Promise<void>
}

/** Who knocks, as far as the request tells. */
export interface Knock {
  email: string
  cookies: Record<string, string>
  sourceIp: string
}

/** None when the key it was made with is gone. */
async function codeFor(secrets: Secrets, email: string, open: SignIn): Promise<string | undefined> {
  const key = keyNamed(keyRing(await secrets.read('link-key')), open.keyName)
  if (key === undefined) return undefined
  const sealed = seal(key, 'sign-in', email.toLowerCase(), open.nonce)
  const number = Buffer.from(sealed, 'base64url').readBigUInt64BE() % 10n ** BigInt(rule.digits)
  return String(number).padStart(rule.digits, '0')
}

const wrong = () =>
  new Refusal('CodeWrong', {
    zh: '验证码不对或已过期。请核对最新一封邮件，并在索取验证码的同一浏览器里输入；也可以重新获取',
    en: 'the code is wrong or expired; take it from the newest mail, in the browser that asked for it, or ask again',
  })

const tooMany = (said = { zh: '请稍后再试', en: 'try again later' }, facts: Record<string, unknown> = {}) =>
  new Refusal(
    'TooManyAttempts',
    { zh: `尝试次数过多，${said.zh}`, en: `too many attempts; ${said.en}` },
    { facts },
  )

const tomorrow = {
  zh: '请明天再试，或在您以前登录过的浏览器里登录',
  en: 'try again tomorrow, or sign in with a browser you signed in with before',
}

/**
 * A letter that does not leave, or a record that is not written, changes no answer: who asks would learn whether there
 * is somebody to write to.
 */
async function orAlarm(what: string, work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    log.error(what, error as Error)
    measure('SignInMailFailed', 1)
  }
}
const sendOrAlarm = (mail: Needs['mail'], letter: Parameters<Mail['send']>[0]) =>
  orAlarm('a sign-in letter did not leave', mail.send(letter))

const activePerson = async (people: People, email: string, day: string): Promise<Person | undefined> => {
  const person = await people.withEmail(email)
  return person && isActive(person, day) ? person : undefined
}

/**
 * Mails a code to the person of this address, if there is one, for this browser alone. Address, network and browser are
 * counted alike for every address, so answer and moment are the same whether somebody has it or not, and whether the mail
 * server takes the letter. Returns the browser's name, for its cookie.
 * @throws Refusal `TooManyAttempts` (facts: retryAfterSeconds)
 */
export const startSignIn =
  ({ people, signIns, counts, secrets, clock, mail, ids, pause }: Needs) =>
  async ({ email, cookies, sourceIp }: Knock): Promise<{ browser: string }> => {
    // Nothing is told by how long an answer takes: it comes when this is over, whatever was done meanwhile.
    const over = pause(rule.answersAfterMs)
    const browser = browserOf(cookies) ?? ids.secret()
    const asker = { email, browser }
    const known = isKnown(allKeys(keyRing(await secrets.read('session-key'))), email, cookies)
    const now = clock.now()
    const day = beijingDate(now)

    const before = await signIns.open(asker)
    const asked = before?.day === day ? before.asked : 0
    const left = before ? Date.parse(before.sentAt) + pauseAfter(asked) - now.getTime() : 0
    if (asked > 0 && left > 0) {
      const seconds = Math.ceil(left / 1000)
      const said = { zh: `请在 ${seconds} 秒后再获取`, en: `ask again in ${seconds} seconds` }
      throw tooMany(said, { retryAfterSeconds: seconds })
    }
    if (asked >= rule.codesPerBrowser) throw tooMany(tomorrow)
    if (!known) await requireFew()

    const { name: keyName } = currentKey(keyRing(await secrets.read('link-key')), now)
    await signIns.start(asker, {
      keyName,
      ...{ nonce: ids.secret(), sentAt: now.toISOString(), attempts: 0, asked: asked + 1, day },
      expiresAt: new Date(now.getTime() + rule.codeLastsMs).toISOString(),
    })
    await mailCode()
    await over
    return { browser }

    async function requireFew(): Promise<void> {
      const network = networkOf(sourceIp)
      const address = email.toLowerCase()
      if ((await counts.count(day, 'codes', 'network', network)) > rule.codesPerNetwork)
        throw tooMany(tomorrow)
      const here = await counts.count(day, 'codes', 'address', address, network)
      if (here > rule.codesPerAddressAndNetwork) throw tooMany(tomorrow)
      if ((await counts.count(day, 'codes', 'address', address)) > rule.codesPerAddress)
        throw tooMany(tomorrow)
    }

    async function mailCode(): Promise<void> {
      const person = await activePerson(people, email, day)
      const open = await signIns.open(asker)
      if (!person || !open) return
      const code = await codeFor(secrets, email, open)
      if (code === undefined) return
      const { email: to, name } = person
      await sendOrAlarm(
        mail,
        signInLetter({
          to,
          name,
          code,
          minutes: rule.codeLastsMs / 60_000,
          at: now,
          asking: sha256(open.nonce).slice(0, 12),
        }),
      )
    }
  }

/**
 * Checks the code in the browser it was asked for and opens a session; five wrong codes close that browser's asking, and
 * nobody else's. A wrong code is answered alike and at the same moment for every address.
 * `session` and `known` are cookies' values. @throws Refusal `CodeWrong`, `TooManyAttempts`
 */
export const confirmSignIn =
  ({
    people,
    signIns,
    counts,
    secrets,
    clock,
    sessions,
    ids,
    mail,
    acts,
    pause,
  }: Needs & { sessions: Sessions }) =>
  async ({
    email,
    code,
    cookies,
    sourceIp,
    agent,
  }: Knock & { code: string; /** what the browser says of itself */ agent?: string }): Promise<{
    session: string
    known: string
  }> => {
    const now = clock.now()
    const day = beijingDate(now)
    const network = networkOf(sourceIp)
    const ring = keyRing(await secrets.read('session-key'))
    const over = pause(rule.answersAfterMs)
    const person = await hit()
    if (!person) {
      await noteMiss()
      await over
      throw wrong()
    }
    return {
      session: await sessions.open(person, { network, agent }),
      known: knownFor(currentKey(ring, now).key, email, ids),
    }

    async function hit(): Promise<Person | undefined> {
      const wrongs = await counts.counted(day, 'wrong', 'network', network)
      if (wrongs >= rule.wrongPerNetwork && !isKnown(allKeys(ring), email, cookies)) throw tooMany(tomorrow)
      const asker = { email, browser: browserOf(cookies) ?? '' }
      const attempts = await signIns.attempt(asker)
      const open = attempts === undefined ? undefined : await signIns.open(asker)
      if (!attempts || !open || Date.parse(open.expiresAt) <= now.getTime()) return undefined
      if (attempts > rule.attemptsPerCode) throw tooMany({ zh: '请重新获取验证码', en: 'ask for a new code' })
      // Of nobody's address too: what is computed and read is the same.
      const right = await codeFor(secrets, email, open)
      const fits = right !== undefined && sameSecret(codeAsTyped(code), right)
      const found = await activePerson(people, email, day)
      return fits && found && (await signIns.use(asker, open.nonce)) ? found : undefined
    }

    async function noteMiss(): Promise<void> {
      const here = await counts.count(day, 'wrong', 'network', network)
      if (here === rule.wrongPerNetwork)
        await note({ type: 'SignInClosed', about: { id: network, name: network }, facts: { times: here } })
      const times = await counts.count(day, 'wrong', 'address', email.toLowerCase())
      const found = times === rule.unusualWrong ? await activePerson(people, email, day) : undefined
      if (!found) return
      await note({ type: 'SignInGuessed', about: named(found), facts: { times, network } })
      await sendOrAlarm(mail, unusualSignInLetter({ to: found.email, name: found.name, times, at: now }))
    }

    function note(act: Omit<NewAct, 'by'>): Promise<void> {
      return orAlarm('an unusual sign-in is not on record', acts.note({ ...act, by: theSystem }))
    }
  }
