import { escalationLetter } from '../channels/mail/letters'
import { editorsOf } from '../people/office-staff'
import { substitutesOn } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { ConditionFailed } from '../platform/table'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { decided, dueMoments, secondsToNext, type Moment, type Turn } from './approval'
import { dutyOf } from './approvers'
import { mailAsk, type AskMail } from './letters'
import { newAsk } from './open-turn'
import { settledWrites, turnWrite, type Approvals } from './store'

interface Needs extends AskMail {
  submissions: Submissions
  approvals: Approvals
  people: People
  clock: Clock
  ids: Ids
}

interface Case {
  turn: Turn
  submission: Submission
  unitName: string
}

/** Reminder: the same link and code once more, to everybody asked. */
async function remind(needs: Needs, { turn, submission, unitName }: Case, count: number): Promise<void> {
  for (const ask of await needs.approvals.asksOf(turn.submissionId, turn.version, turn.index))
    await mailAsk(needs)({ ask, turn, submission, unitName, reminder: count })
}

/** At the deadline: substitutes of today who were not asked yet are asked as well, unless separation of duty forbids. */
async function askSubstitutes(needs: Needs, { turn, submission, unitName }: Case): Promise<void> {
  const asks = await needs.approvals.asksOf(turn.submissionId, turn.version, turn.index)
  const earlier = (await needs.approvals.turnsOf(turn.submissionId, turn.version)).flatMap(
    (one) => one.decision ?? [],
  )
  const conflict = await dutyOf(needs.people, submission, turn.tier, earlier)
  const key = await needs.secrets.read('link-key')
  const today = beijingDate(needs.clock.now())
  for (const ask of asks.filter((one) => one.standsInFor === undefined)) {
    const holder = await needs.people.withId(ask.personId)
    for (const personId of holder ? substitutesOn(holder, today) : []) {
      const person = await needs.people.withId(personId)
      if (!holder || !person || asks.some((one) => one.personId === personId)) continue
      if (conflict({ person, standsInFor: holder })) continue
      const stand = { personId, standsInFor: ask.personId }
      const added = newAsk(turn, stand, 1, needs.ids.secret(), key)
      await needs.approvals.ask([added])
      await mailAsk(needs)({ ask: added, turn, submission, unitName })
    }
  }
}

/** One day over: the editor, who presses units (article 4), is told who has not decided. */
async function tellEditor(needs: Needs, { turn, submission, unitName }: Case): Promise<void> {
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
async function expire(needs: Needs, { turn, submission }: Case): Promise<void> {
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
  (needs: Needs) =>
  async (at: {
    submissionId: string
    version: number
    index: number
  }): Promise<{ next: string; decision: string; waitSeconds: number }> => {
    const submission = await needs.submissions.withId(at.submissionId)
    const unitName =
      (await needs.people.units()).find((unit) => unit.id === submission.unitId)?.name ?? submission.unitId
    for (;;) {
      const turn = await needs.approvals.turn(at.submissionId, at.version, at.index)
      if (!turn) throw new Error(`turn ${at.index} of ${at.submissionId} is not open`)
      if (turn.decision) return { next: 'decided', decision: turn.decision.kind, waitSeconds: 1 }
      const now = needs.clock.now()
      const { due, passed } = dueMoments(turn, now)
      try {
        if (due.some((moment) => moment.kind === 'expire')) {
          await expire(needs, { turn, submission, unitName })
          continue
        }
        // Letters first, then the record: a crash between repeats a letter under its old Message-ID, never loses one.
        const last = due.at(-1)
        if (last) await act(needs, { turn, submission, unitName }, last, passed)
        const after = { ...turn, passed, revision: turn.revision + 1 }
        if (due.length > 0) await needs.approvals.save(turn, after)
        return { next: 'wait', decision: '', waitSeconds: secondsToNext(after, now) }
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
      }
    }
  }

/** When several moments passed unseen (a long stop), only the last one speaks. */
async function act(needs: Needs, seen: Case, moment: Moment, count: number): Promise<void> {
  switch (moment.kind) {
    case 'remind':
      return remind(needs, seen, count)
    case 'substitute':
      await askSubstitutes(needs, seen)
      return remind(needs, seen, count)
    case 'editor':
      await askSubstitutes(needs, seen)
      await remind(needs, seen, count)
      return tellEditor(needs, seen)
    case 'expire':
      return
  }
}
