import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { alreadyDecided, maxAttempts, type Ask, type Link, type Turn } from './approval'
import { dutyOf, stillHolds } from './approvers'
import { isAsked } from './ask'
import { linkHashOf } from './link'
import { linkLocked } from './require-code'
import type { Approvals } from './store'

/** Everything a decision page needs, after every check of invariant 4 held. */
export interface Visit {
  link: Link
  ask: Ask
  turn: Turn
  submission: Submission
  person: Person
  unitName: string
  earlier: Turn[]
}

export interface VisitNeeds {
  approvals: Approvals
  submissions: Submissions
  people: People
  clock: Clock
}

/** A link nobody made, or whose room knows nothing of it any more. */
export const unknownLink = () =>
  new Refusal('LinkUnknown', {
    zh: '没有这个链接；请核对邮件中的地址是否完整',
    en: 'there is no such link; check that the address from the mail is whole',
  })

export const notAsked = () =>
  new Refusal('NotAsked', {
    zh: '您现在不再负责这一级审批，无需处理',
    en: 'you no longer hold this role; there is nothing for you to decide',
  })

/**
 * Follows a link without changing anything: still asked, still holding the role, content unchanged, not decided.
 * A refusal says what happened instead, by whom and when.
 */
export const openVisit =
  ({ approvals, submissions, people, clock }: VisitNeeds) =>
  async (token: string): Promise<Visit> => {
    const link = await approvals.link(linkHashOf(token))
    if (!link) throw unknownLink()
    const { submissionId, version, index } = link
    const [submission, turn, asks, turns, units] = await Promise.all([
      submissions.withId(submissionId),
      approvals.turn(submissionId, version, index),
      approvals.asksOf(submissionId, version, index),
      approvals.turnsOf(submissionId, version),
      people.units(),
    ])
    const ask = asks.find((one) => one.personId === link.personId)
    if (!turn || !ask) throw unknownLink()
    if (turn.decision) throw alreadyDecided(turn.decision)
    if (submission.version !== version || submission.contentHash !== turn.contentHash)
      throw new Refusal('ContentChanged', {
        zh: '这篇稿件已有新版本，此链接作废；新版本送审时您会收到新邮件',
        en: 'there is a newer version; this link is void, a new mail comes when that version is submitted',
      })
    if (submission.state !== 'in-review')
      throw new Refusal(
        'WrongState',
        { zh: '这篇稿件不在审批中', en: 'this submission is not in review' },
        { facts: { state: submission.state } },
      )
    if (!isAsked(ask)) throw notAsked()
    if (ask.round !== link.round || link.attempts >= maxAttempts) throw linkLocked()
    const today = beijingDate(clock.now())
    const person = await stillHolds(people, ask, submission, today)
    if (!person) throw notAsked()
    const earlier = turns.filter((one) => one.index < index)
    const decisions = earlier.flatMap((one) => one.decision ?? [])
    const standsInFor = ask.standsInFor === undefined ? undefined : await people.withId(ask.standsInFor)
    const conflict = (await dutyOf(people, submission, turn.tier, decisions))({
      person,
      ...(standsInFor && { standsInFor }),
    })
    if (conflict) throw new Refusal('SameHand', conflict.message, { details: [conflict] })
    const unitName = units.find((unit) => unit.id === submission.unitId)?.name ?? submission.unitId
    return { link, ask, turn, submission, person, unitName, earlier }
  }
