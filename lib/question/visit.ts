import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { isAsked, linkHashOf, type Due } from './ask'
import { stillAnswers, type Answering, type Question, type Visit } from './question'
import { linkLocked, lockedForNow, maxAttempts } from './require-code'
import type { Asks } from './store'

/** Following a link needs no right to write, and no secret. */
export interface VisitNeeds<At extends object, F extends At & Due, M> {
  asks: Asks
  people: People
  clock: Clock
  question: Question<At, F, M>
  answering: Answering<F, M>
}

/** A link nobody made, or whose room knows nothing of it any more. */
export const unknownLink = () =>
  new Refusal('LinkUnknown', {
    zh: '没有这个链接；请核对邮件中的地址是否完整',
    en: 'there is no such link; check that the address from the mail is whole',
  })

const notAsked = (about: string) =>
  new Refusal(
    'NotAsked',
    {
      zh: '您现在不再负责这一级审批，无需处理',
      en: 'you no longer hold this role; there is nothing for you to decide',
    },
    { facts: { about } },
  )

/**
 * Follows a link without changing anything: still asked, still holding the role, content unchanged, not decided.
 * A refusal says what happened instead, by whom and when.
 */
export const openVisit =
  <At extends object, F extends At & Due, M>(needs: VisitNeeds<At, F, M>) =>
  async (token: string): Promise<Visit<F, M>> => {
    const { asks, clock, question, answering } = needs
    const { kind } = question
    const link = await asks.link(linkHashOf(token))
    const at = link?.about === kind.about ? kind.At.safeParse(link).data : undefined
    if (!link || !at) throw unknownLink()
    const [matter, asked] = await Promise.all([question.find(at), asks.of(kind, at)])
    const ask = asked.find(({ personId }) => personId === link.personId)
    if (matter === undefined || !ask) throw unknownLink()
    const now = clock.now()
    answering.requireOpen(matter, now)
    if (!isAsked(ask)) throw notAsked(kind.about)
    if (ask.round !== link.round) throw linkLocked()
    const tried = link.fromPortal ? await asks.link(link.linkHash) : link
    if (tried === undefined || tried.attempts >= maxAttempts) throw lockedForNow()
    const candidate = await stillAnswers(needs, matter, ask, beijingDate(now))
    if (!candidate) throw notAsked(kind.about)
    const conflict = (await question.conflict(matter))(candidate)
    if (conflict) throw new Refusal('SameHand', conflict.message, { details: [conflict] })
    return { link, ask, matter, person: candidate.person }
  }

/** For the try that saves an answer: the open asks, if this person is still among them. */
export const requireStillAsked =
  <At extends object, F extends At & Due, M>({
    asks,
    question: { kind },
  }: Pick<VisitNeeds<At, F, M>, 'asks' | 'question'>) =>
  async (at: At, personId: string) => {
    const open = (await asks.of(kind, at)).filter(isAsked)
    if (!open.some((ask) => ask.personId === personId)) throw notAsked(kind.about)
    return open
  }
