import { holds, type Person } from '../people/person'
import type { Waits } from '../matter/waiting'
import { keyRing } from '../platform/key-ring'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { confirmCodeOf, isAsked, renewCode, requireUnlocked, type ConfirmationPost } from './ask-to-confirm'
import { maxAttempts, requireCode } from '../question/require-code'
import { requireEditionState, type Edition } from './edition'
import { wakeConfirmation } from './wake'

const contentChanged = () =>
  new Refusal('ContentChanged', {
    zh: '您看到的内容已被改动，请刷新页面，重新测试后再确认',
    en: 'what you saw was changed meanwhile; reload, and confirm after a new test send',
  })

const codeSpent = () =>
  new Refusal('TooManyAttempts', {
    zh: '确认码多次错误，已作废；新的确认码已发到您的邮箱',
    en: 'too many wrong codes: a new one was mailed to you',
  })

/** The last wrong attempt voids the code and mails a new one to the registered address, as often as there are rounds. */
async function requireConfirmCode(post: ConfirmationPost, edition: Edition, person: Person, typed: string) {
  const { editions, secrets } = post
  const ask = await editions.confirmAsk(edition.date, person.id)
  if (!ask || !isAsked(ask, edition)) {
    await renewCode(post)(edition, person, ask)
    throw new Refusal('CodeWrong', {
      zh: '确认码已重新发到您的邮箱，请用新的确认码',
      en: 'a code was mailed to you just now; use that one',
    })
  }
  requireUnlocked(ask)
  await requireCode({
    attempt: () => editions.attemptConfirm(edition.date, person.id),
    renew: async () => {
      requireUnlocked({ ...ask, attempts: maxAttempts })
      await renewCode(post)(edition, person, ask)
    },
    locked: codeSpent,
    called: '确认码',
  })({ typed, expected: confirmCodeOf(keyRing(await secrets.read('link-key')), edition, ask) })
}

/**
 * 10.3: a named editor releases exactly the content that was test-sent; `hash` is what the person's page showed.
 * Any later change voids it. Confirming twice is one confirmation.
 */
export const confirmEdition =
  ({ waits, ...post }: ConfirmationPost & { waits: Waits }) =>
  async (given: { date: string; hash: string; code: string; by: Person }): Promise<Edition> => {
    const { editions, clock } = post
    const seen = await editions.withId(given.date)
    if (!holds(given.by, 'editor', beijingDate(clock.now())))
      throw new Refusal('NotAllowed', {
        zh: '群发由企管部文字编辑员确认（第四条）',
        en: 'the copy editor of enterprise management confirms a send (article 4)',
      })
    if (seen.hash !== given.hash) throw contentChanged()
    if (seen.confirmation?.by === given.by.id && seen.confirmation.hash === given.hash) {
      await wakeConfirmation({ editions, waits })(seen)
      return seen
    }
    requireEditionState(seen, 'awaiting-confirmation')
    if (seen.tested?.hash !== seen.hash)
      throw new Refusal('NotTested', {
        zh: '群发前须先测试发送（10.3）',
        en: 'a test send comes first (10.3)',
      })
    await requireConfirmCode(post, seen, given.by, given.code)
    const confirmed = await editions.change(given.date, (edition) => {
      requireEditionState(edition, 'awaiting-confirmation')
      if (edition.hash !== given.hash || edition.tested?.hash !== given.hash) throw contentChanged()
      const at = clock.now().toISOString()
      return {
        next: {
          ...edition,
          state: 'scheduled',
          confirmation: { hash: given.hash, by: given.by.id, name: given.by.name, at },
        },
        happened: {
          by: given.by.id,
          type: 'EditionConfirmed',
          facts: { attempt: edition.attempt, hash: given.hash, sendAt: edition.sendAt },
        },
      }
    })
    await wakeConfirmation({ editions, waits })(confirmed)
    return confirmed
  }
