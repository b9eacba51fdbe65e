import type { ReadCalendar } from '../calendar/calendar'
import { sendCodeLetter, testSentLetter } from '../channels/mail/edition-letters'
import type { Mail } from '../channels/mail/mail'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { currentKey, keyNamed, keyRing, type KeyRing } from '../platform/key-ring'
import { Refusal } from '../platform/refusal'
import type { Secrets } from '../platform/secrets'
import { sealedCode } from '../question/ask'
import { maxAttempts } from '../question/require-code'
import type { Edition } from './edition'
import { editorsOf } from '../people/office-staff'
import { aboutEdition } from './letters'
import { confirmUntil } from './reminders'
import type { ConfirmAsk } from './rows'
import type { Editions } from './store'

/** What mailing a code to confirm needs. */
export interface ConfirmationPost {
  editions: Editions
  people: People
  mail: Mail
  secrets: Secrets
  ids: Ids
  clock: Clock
  calendar: ReadCalendar
}

/** Bound to person, content and round: another content or a renewed code is another number. None when its key is gone. */
export const confirmCodeOf = (
  ring: KeyRing,
  { account, date }: Pick<Edition, 'account' | 'date'>,
  ask: ConfirmAsk,
): string | undefined => {
  const key = keyNamed(ring, ask.keyName)
  return key && sealedCode(key, 'edition-confirmation', [account, date, ask.hash], ask)
}

/** Codes that may be spent like that for one content: 20 wrong ones in a million leave a guesser 1 in 50,000. */
const maxRounds = 4

/** Whoever has spent all codes confirms nothing of this content any more, and gets no code; another editor does. */
export function requireUnlocked({ round, attempts }: Pick<ConfirmAsk, 'round' | 'attempts'>): void {
  if (round < maxRounds || attempts < maxAttempts) return
  throw new Refusal('LinkLocked', {
    zh: '确认码错误次数过多，已锁定；请由另一位编辑确认，或修改后重新测试发送',
    en: 'too many wrong codes: locked. Another editor confirms, or it is changed and tested anew',
  })
}

/** Whether this code is about what now waits: this content, in this attempt. */
export const isAsked = (ask: ConfirmAsk, { hash, attempt }: Edition): boolean =>
  ask.hash === hash && ask.attempt === attempt

async function mailCode(
  { secrets, mail }: ConfirmationPost,
  edition: Edition,
  person: Person,
  ask: ConfirmAsk,
) {
  const code = confirmCodeOf(keyRing(await secrets.read('link-key')), edition, ask)
  if (code === undefined) throw new Error(`the link key ${ask.keyName} is gone before its codes`)
  await mail.send(
    sendCodeLetter({
      ...aboutEdition(edition, person),
      code,
      validUntil: confirmUntil(edition),
      round: ask.round,
    }),
  )
}

/**
 * A new code for one person in the place of the ask the caller saw, if any; the old one is worth nothing from now on.
 * Two hands make one code: a person who types before the letters are out and the step that writes them, which looked
 * before that, must not void each other's.
 */
export const renewCode =
  (post: ConfirmationPost) =>
  async (edition: Edition, person: Person, before: ConfirmAsk | undefined): Promise<void> => {
    const ring = keyRing(await post.secrets.read('link-key'))
    const ask: ConfirmAsk = {
      personId: person.id,
      hash: edition.hash,
      attempt: edition.attempt,
      nonce: post.ids.secret(),
      round: (before?.round ?? 0) + 1,
      attempts: 0,
      keyName: currentKey(ring, post.clock.now()).name,
    }
    const standing = await post.editions.saveConfirmAsk(edition.date, ask, before)
    // An ask for other content belongs to whoever wrote it: that hand mails its own code.
    if (isAsked(standing, edition)) await mailCode(post, edition, person, standing)
  }

/** Every editor learns that the test went out and gets an own code; repeated, the same letters with the same codes. */
export const askToConfirm =
  (post: ConfirmationPost) =>
  async (edition: Edition): Promise<void> => {
    const { editions, mail } = post
    for (const person of await editorsOf(post)) {
      const ask = await editions.confirmAsk(edition.date, person.id)
      await mail.send(
        testSentLetter({
          ...aboutEdition(edition, person),
          testers: edition.tested?.to ?? [],
          at: new Date(edition.tested?.at ?? edition.updatedAt),
          count: edition.attempt,
        }),
      )
      if (ask && isAsked(ask, edition)) await mailCode(post, edition, person, ask)
      else await renewCode(post)(edition, person, ask)
    }
  }
