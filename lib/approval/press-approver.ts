import { escalationLetter } from '../channels/mail/letters'
import { lookAgain } from '../matter/look-again'
import { editorsOf } from '../people/office-staff'
import type { Submission } from '../submission/submission'
import { decided, dueMoments, secondsToNext, type Ask, type Turn } from './approval'
import { handOver, type HandOverNeeds } from './hand-over'
import { mailAsk } from './letters'
import { settledWrites, turnWrite } from './store'

interface Case {
  turn: Turn
  submission: Submission
  unitName: string
}

/** Reminder: the same link and code once more, to everybody asked. */
async function remind(
  needs: HandOverNeeds,
  { turn, submission, unitName }: Case,
  asks: Ask[],
  count: number,
): Promise<void> {
  for (const ask of asks) await mailAsk(needs)({ ask, turn, submission, unitName, reminder: count })
}

/** One day over: the editor, who presses units (article 4), is told who has not decided. */
async function tellEditor(needs: HandOverNeeds, { turn, submission, unitName }: Case): Promise<void> {
  for (const editor of await editorsOf(needs))
    await needs.mail.send(
      escalationLetter({
        to: editor.email,
        name: editor.name,
        language: editor.language,
        submissionId: submission.id,
        version: turn.version,
        index: turn.index,
        title: submission.content.title,
        ...(submission.removes && { removes: submission.removes }),
        unitName,
        tier: turn.tier,
        waitingFor: submission.holder?.names ?? [],
        deadline: new Date(turn.deadline),
      }),
    )
}

/** The named end of a wait nobody answered: the turn closes as expired, in the ledger. */
async function expire(needs: HandOverNeeds, turn: Turn, submission: Submission): Promise<void> {
  const after = decided(turn, {
    kind: 'expired',
    by: 'system',
    name: '系统',
    at: needs.clock.now().toISOString(),
    answers: [],
    contentHash: turn.contentHash,
  })
  const asks = await needs.approvals.asksOf(turn.submissionId, turn.version, turn.index)
  await needs.submissions.change(submission.id, (current) => ({
    submission: current,
    happened: {
      by: 'system',
      type: 'TierExpired',
      facts: { tier: turn.tier, version: turn.version, asked: asks.map((ask) => ask.personId) },
    },
    writes: [turnWrite(turn, after), ...settledWrites(asks)],
  }))
}

/** Does what is due in a turn nobody has decided; tells the machine to wait on, or what was decided meanwhile. */
export const pressApprover =
  (needs: HandOverNeeds) =>
  (at: {
    submissionId: string
    version: number
    index: number
  }): Promise<{ next: string; decision: string; waitSeconds: number }> =>
    lookAgain(async () => {
      const turn = await needs.approvals.turn(at.submissionId, at.version, at.index)
      if (!turn) throw new Error(`turn ${at.index} of ${at.submissionId} is not open`)
      const submission = await needs.submissions.withId(at.submissionId)
      if (turn.decision) return { next: 'decided', decision: turn.decision.kind, waitSeconds: 1 }
      if (submission.state !== 'in-review' || submission.version !== at.version)
        return { next: 'decided', decision: submission.state, waitSeconds: 1 }
      const now = needs.clock.now()
      const { due, passed } = dueMoments(turn, now)
      const last = due.at(-1)
      if (!last) return { next: 'wait', decision: '', waitSeconds: secondsToNext(turn, now) }
      if (due.some((moment) => moment.kind === 'expire')) {
        await expire(needs, turn, submission)
        return { next: 'decided', decision: 'expired', waitSeconds: 1 }
      }
      const asks = await handOver(needs)(at)
      const unitName =
        (await needs.people.units()).find((unit) => unit.id === submission.unitId)?.name ?? submission.unitId
      // Letters first, then the record: a crash between repeats a letter under its old Message-ID, never loses one.
      // When several moments passed unseen (a long stop), only the last one speaks.
      await remind(needs, { turn, submission, unitName }, asks, passed)
      if (last.kind === 'editor') await tellEditor(needs, { turn, submission, unitName })
      const current = (await needs.approvals.turn(at.submissionId, at.version, at.index)) ?? turn
      const after = { ...current, passed, revision: current.revision + 1 }
      if (!current.decision) await needs.approvals.save(current, after)
      return { next: 'wait', decision: '', waitSeconds: secondsToNext(after, now) }
    })
