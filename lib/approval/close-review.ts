import { outcomeLetter } from '../channels/mail/letters'
import type { Mail } from '../channels/mail/mail'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Waits } from '../matter/waiting'
import type { Callbacks } from '../platform/machine'
import type { OpenReview } from '../submission/withdraw-submission'
import type { Submission } from '../submission/submission'
import { settledWrites } from '../question/store'
import { decided } from './approval'
import { tierAsks } from './ask'
import { deliverDecision } from './deliver-decision'
import { turnWrite, type Approvals } from './store'

/** How a withdrawal closes the open turn: in the same moment as the submission; then the machine is woken, or the officer told. */
export function openReview({
  approvals,
  people,
  mail,
  callbacks,
  waits,
  clock,
}: {
  approvals: Approvals
  people: People
  mail: Mail
  callbacks: Callbacks
  waits: Waits
  clock: Clock
}): OpenReview {
  const openTurn = async (id: string, version: number) =>
    (await approvals.turnsOf(id, version)).find((turn) => turn.decision === undefined)

  /** The machine has ended: its last letter said that it will be published. */
  const tellOfficer = async ({ id, version, content, officerId, removes, note }: Submission) => {
    const officer = await people.withId(officerId)
    if (!officer) return
    await mail.send(
      outcomeLetter({
        ...{ to: officer.email, name: officer.name, language: officer.language },
        ...{ submissionId: id, version, title: content.title, ...(removes && { removes }) },
        ...{ outcome: 'withdrawn', by: '', reason: note ?? '' },
      }),
    )
  }

  return {
    async closing(submission, by, reason) {
      const turn = await openTurn(submission.id, submission.version)
      if (!turn) return []
      const asks = await approvals.asksOf(submission.id, submission.version, turn.index)
      const after = decided(turn, {
        kind: 'withdrawn',
        by: by.id,
        name: by.name,
        at: clock.now().toISOString(),
        reason,
        answers: [],
        contentHash: turn.contentHash,
      })
      return [turnWrite(turn, after), ...settledWrites(tierAsks, asks)]
    },

    async closed(submission, from) {
      if (from === 'approved') return tellOfficer(submission)
      if (from !== 'in-review') return
      const last = (await approvals.turnsOf(submission.id, submission.version)).at(-1)
      if (last)
        await deliverDecision({ approvals, waits, callbacks })(submission.id, last.version, last.index)
    },
  }
}
