import type { Person } from '../people/person'
import type { DailyCounts } from '../platform/daily-count'
import { currentKey, keyNamed, keyRing } from '../platform/key-ring'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { isAsked, linkHashOf, portalTokenOf, type Ask, type Due } from './ask'
import type { AskingAbout } from './question'
import { renewLink } from './renew-link'

/** Letters that one person may have sent anew of one question on a Beijing date. */
const anewADay = 5
const minuteMs = 60_000

type Needs<At extends object, F extends At & Due, M> = AskingAbout<At, F, M> & { counts: DailyCounts }

/** What this person is asked there, as long as it waits. @throws Refusal `NotAsked` */
async function ownAsk<At extends object, F extends At & Due, M>(
  { asks, question }: Needs<At, F, M>,
  at: At,
  person: Person,
): Promise<{ ask: Ask<F>; matter: M; person: Person }> {
  const [matter, asked] = await Promise.all([question.find(at), asks.of(question.kind, at)])
  const ask = asked.find(({ personId }) => personId === person.id)
  if (matter !== undefined && ask && isAsked(ask) && question.waitOf(matter)) return { ask, matter, person }
  throw new Refusal(
    'NotAsked',
    { zh: '这件事已不再等您处理', en: 'this does not wait for you any more' },
    { facts: { about: question.kind.about } },
  )
}

/**
 * Invariant 4: the address of the decision page for the signed-in person who is asked. Opening it changes nothing; a
 * session alone decides nothing there either, for both answers take the code that was mailed (docs/decisions/0059).
 */
export const decideFromPortal =
  <At extends object, F extends At & Due, M>(needs: Needs<At, F, M>) =>
  async (at: At, by: Person): Promise<{ link: string }> => {
    const { asks, secrets, clock, question } = needs
    const { ask } = await ownAsk(needs, at, by)
    const ring = keyRing(await secrets.read('link-key'))
    // Its own key gone, no code fits: the page says so and mails another.
    const key = keyNamed(ring, ask.keyName) ?? currentKey(ring, clock.now()).key
    const token = portalTokenOf(question.kind, key, ask)
    await asks.openFromPortal(question.kind, ask, linkHashOf(token))
    return { link: `/d/${token}` }
  }

const tooMany = (zh: string, en: string) => new Refusal('TooManyAttempts', { zh, en })

/** The mail was lost: a new link and code to the registered address, the old ones are void; once a minute, five a day. */
export const mailAskAnew =
  <At extends object, F extends At & Due, M>(needs: Needs<At, F, M>) =>
  async (at: At, by: Person): Promise<{ sentTo: string }> => {
    const { counts, clock, question } = needs
    const own = await ownAsk(needs, at, by)
    const now = clock.now()
    const of = [by.id, question.kind.about, ...question.kind.parts(at)]
    const minute = String(Math.floor(now.getTime() / minuteMs))
    if ((await counts.count(beijingDate(now), 'links', ...of, minute)) > 1)
      throw tooMany(
        '刚刚发出，请查收邮件；一分钟后可以再发',
        'it was mailed just now; in a minute another can be sent',
      )
    if ((await counts.count(beijingDate(now), 'links', ...of)) > anewADay)
      throw tooMany(
        `今天已重发 ${anewADay} 次，请查看垃圾邮件，或请管理员核对您的邮箱`,
        `it was mailed anew ${anewADay} times today: look into the spam folder, or have an administrator check your address`,
      )
    await renewLink(needs)(own)
    return { sentTo: by.email }
  }
