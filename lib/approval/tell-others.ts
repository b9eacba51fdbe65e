import { closedLetter } from '../channels/mail/letters'
import type { Mail } from '../channels/mail/mail'
import { submissionPage } from '../channels/mail/pages'
import { editorsOf } from '../people/office-staff'
import { mayRead } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import type { Submission } from '../submission/submission'
import type { Turn } from './approval'
import type { Approvals } from './store'

/**
 * The last mail tells the truth: whoever was asked in a turn, or asked to press it, and did not decide it is told how
 * it ended. Said twice it is the same letter.
 */
export const tellOthers =
  ({ approvals, people, mail, clock }: { approvals: Approvals; people: People; mail: Mail; clock: Clock }) =>
  async (submission: Submission, turn: Turn): Promise<void> => {
    const { decision } = turn
    if (!decision) return
    const asks = await approvals.asksOf(turn.submissionId, turn.version, turn.index)
    const asked = await Promise.all(asks.map(({ personId }) => people.withId(personId)))
    const isPressed =
      decision.kind === 'expired' || turn.moments.slice(0, turn.passed).some(({ kind }) => kind === 'editor')
    const told = [
      ...asked.flatMap((person) => person ?? []),
      ...(isPressed ? await editorsOf({ people, clock }) : []),
    ]
    const others = new Map(told.filter(({ id }) => id !== decision.by).map((person) => [person.id, person]))
    const today = beijingDate(clock.now())
    for (const person of others.values())
      await mail.send(
        closedLetter({
          to: person.email,
          name: person.name,
          language: person.language,
          submissionId: turn.submissionId,
          version: turn.version,
          index: turn.index,
          title: submission.content.title,
          page: mayRead(person, submission.unitId, today) ? submissionPage(submission.id) : undefined,
          ...(submission.removes && { removes: submission.removes }),
          how: decision.kind,
          by: decision.name,
          ...(decision.reason && { reason: decision.reason }),
        }),
      )
  }
