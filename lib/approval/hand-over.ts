import type { Mail } from '../channels/mail/mail'
import { lookAgain } from '../matter/look-again'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import type { Ask, Turn } from './approval'
import { candidatesFor } from './approvers'
import { handedOverLetter, mailAsk, type AskMail } from './letters'
import { isAsked, newAsk } from './ask'
import { askWrites, settledWrites, turnWrite, type Approvals } from './store'

export interface HandOverNeeds extends AskMail {
  submissions: Submissions
  approvals: Approvals
  people: People
  mail: Mail
  clock: Clock
  ids: Ids
}

/**
 * Invariant 6, while a tier waits: whoever holds it today is asked, with substitutes of today; whoever does not any
 * more is asked no longer, the link dies and they are told. On record; safe to repeat. Answers who is asked now.
 */
export const handOver =
  (needs: HandOverNeeds) =>
  ({ submissionId, version, index }: { submissionId: string; version: number; index: number }) =>
    lookAgain(async (): Promise<Ask[]> => {
      const { submissions, approvals, people, clock, ids, secrets } = needs
      const [submission, turns, asks, key] = await Promise.all([
        submissions.withId(submissionId),
        approvals.turnsOf(submissionId, version),
        approvals.asksOf(submissionId, version, index),
        secrets.read('link-key'),
      ])
      const turn = turns.find((one) => one.index === index)
      if (!turn || turn.decision || !isUnderReview(submission, turn)) return asks.filter(isAsked)
      const earlier = turns.filter((one) => one.index < index).flatMap((one) => one.decision ?? [])
      const today = beijingDate(clock.now())
      const candidates = await candidatesFor(people, submission, turn.tier, earlier, today)
      const gone = asks.filter(
        (ask) => isAsked(ask) && !candidates.some(({ person }) => person.id === ask.personId),
      )
      const coming = candidates.filter(
        ({ person }) => !asks.some((ask) => ask.personId === person.id && isAsked(ask)),
      )
      if (gone.length + coming.length === 0) return asks.filter(isAsked)

      const ended = gone.map((ask) => ({ ...ask, endedAt: clock.now().toISOString() }))
      const fresh = coming.map(({ person, standsInFor }) => {
        const round = (asks.find((ask) => ask.personId === person.id)?.round ?? 0) + 1
        const candidate = { personId: person.id, ...(standsInFor && { standsInFor: standsInFor.id }) }
        return newAsk(turn, candidate, round, ids.secret(), key)
      })
      await submissions.change(submissionId, (current) =>
        isUnderReview(current, turn)
          ? {
              submission: {
                ...current,
                holder: {
                  tier: turn.tier,
                  names: candidates.map(({ person }) => person.name),
                  since: turn.openedAt,
                },
              },
              happened: {
                by: 'system',
                type: 'ApprovalHandedOver',
                facts: {
                  ...{ tier: turn.tier, index, version },
                  from: ended.map(({ personId }) => personId),
                  to: fresh.map(({ personId }) => personId),
                },
              },
              writes: [
                turnWrite(turn, { ...turn, revision: turn.revision + 1 }),
                ...settledWrites(ended),
                ...fresh.flatMap(askWrites),
              ],
            }
          : undefined,
      )
      const unitName =
        (await people.units()).find((unit) => unit.id === submission.unitId)?.name ?? submission.unitId
      for (const ask of ended) {
        const person = await people.withId(ask.personId)
        if (person) await needs.mail.send(handedOverLetter(person, submission, ask))
      }
      for (const ask of fresh) await mailAsk(needs)({ ask, turn, submission, unitName })
      return [...asks.filter((ask) => isAsked(ask) && !gone.includes(ask)), ...fresh]
    })

const isUnderReview = ({ state, version }: Submission, turn: Turn): boolean =>
  state === 'in-review' && version === turn.version
