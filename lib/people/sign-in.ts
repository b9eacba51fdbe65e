import type { Mail } from '../channels/mail/mail'
import { signInLetter } from '../channels/mail/letters'
import type { Clock } from '../platform/clock'
import { codeOf, sameSecret, type Ids } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { beijingDate } from '../policy/working-days'
import { isActive } from './person'
import type { Sessions } from './session'
import type { People, SignIn } from './store'

const lastsMs = 10 * 60_000
const pauseMs = 30_000
const maxAttempts = 5

interface Needs {
  people: People
  secrets: Secrets
  clock: Clock
}

const codeFor = async (secrets: Secrets, email: string, signIn: Pick<SignIn, 'nonce'>) =>
  codeOf(await secrets.read('link-key'), 'sign-in', email.toLowerCase(), signIn.nonce)

/** Mails a six-digit code. Unknown addresses get no mail and the same answer, so nobody can fish for names. */
export const startSignIn =
  ({ people, secrets, clock, mail, ids }: Needs & { mail: Mail; ids: Ids }) =>
  async ({ email }: { email: string }): Promise<void> => {
    const now = clock.now()
    const person = await people.withEmail(email)
    if (!person || !isActive(person, beijingDate(now))) return
    const open = await people.signIn(email)
    if (open && now.getTime() - Date.parse(open.sentAt) < pauseMs) return
    const signIn: SignIn = {
      nonce: ids.secret(),
      sentAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + lastsMs).toISOString(),
      attempts: 0,
    }
    await people.startSignIn(email, signIn)
    await mail.send(
      signInLetter({
        to: person.email,
        name: person.name,
        code: await codeFor(secrets, email, signIn),
        minutes: 10,
        at: now,
      }),
    )
  }

/** Checks the code and opens a session; five wrong codes close the sign-in. Returns the cookie's value. */
export const confirmSignIn =
  ({ people, secrets, clock, sessions }: Needs & { sessions: Sessions }) =>
  async ({ email, code }: { email: string; code: string }): Promise<string> => {
    const attempts = await people.attemptSignIn(email)
    const open = attempts === undefined ? undefined : await people.signIn(email)
    const person = open && (await people.withEmail(email))
    if (!open || !person || Date.parse(open.expiresAt) <= clock.now().getTime())
      throw new Refusal('CodeWrong', {
        zh: '验证码无效或已过期，请重新获取',
        en: 'the code is wrong or expired; ask for a new one',
      })
    if (open.attempts > maxAttempts)
      throw new Refusal('TooManyAttempts', {
        zh: '尝试次数过多，请重新获取验证码',
        en: 'too many attempts; ask for a new code',
      })
    if (
      !sameSecret(code, await codeFor(secrets, email, open)) ||
      !(await people.useSignIn(email, open.nonce))
    )
      throw new Refusal('CodeWrong', {
        zh: '验证码不对，请核对邮件',
        en: 'the code is wrong; look at the mail again',
      })
    return sessions.open(person)
  }
