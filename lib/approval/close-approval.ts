import type { Mail } from '../channels/mail/mail'
import { outcomeLetter } from '../channels/mail/letters'
import { editorsOf, headsOf } from '../people/office-staff'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import { poolWrite, type Submissions } from '../submission/store'
import type { State } from '../submission/submission'
import { isApprovedByAll, type Decision } from './approval'
import type { Approvals } from './store'
import { recordAfterwards } from './record-afterwards'
import { pauseApproval } from './pause-approval'
import { tellOthers } from './tell-others'

interface Needs {
  submissions: Submissions
  approvals: Approvals
  people: People
  mail: Mail
  clock: Clock
}

const eventOf = {
  approved: 'SubmissionApproved',
  rejected: 'SubmissionRejected',
  expired: 'SubmissionExpired',
} as const
type Outcome = keyof typeof eventOf | 'withdrawn'
/** `draft`: the first check sent it back before anybody was asked. `paused`: it cannot end yet, and goes on later. */
type Ending = Outcome | 'draft' | 'paused'

const stateOf: Record<Outcome, State> = {
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  withdrawn: 'withdrawn',
}

/** Each number by its name as it stands in resources/alarms.yml. */
function measureEnd(outcome: Outcome): void {
  switch (outcome) {
    case 'approved':
      return measure('SubmissionApproved', 1)
    case 'rejected':
      return measure('SubmissionRejected', 1)
    case 'expired':
      return measure('SubmissionExpired', 1)
    case 'withdrawn':
      return measure('SubmissionWithdrawn', 1)
  }
}

/**
 * The end of an approval: state, ledger, the editor's pool (not for a removal), and the last mail. The outcome is
 * read from the turns, not from the caller: approved means every tier of the route approved this very hash.
 */
export const closeApproval =
  ({ submissions, approvals, people, mail, clock }: Needs) =>
  async ({
    submissionId,
    version,
  }: {
    submissionId: string
    version: number
  }): Promise<{ outcome: Ending; removes: boolean }> => {
    const turns = await approvals.turnsOf(submissionId, version)
    const seen = await submissions.withId(submissionId)
    if (seen.version !== version || seen.state === 'draft') return { outcome: 'draft', removes: false }
    const against = turns
      .flatMap((turn) => turn.decision ?? [])
      .find((decision) => decision.kind !== 'approved')
    const complete = isApprovedByAll(seen.route, turns, seen.contentHash)
    if (seen.state !== 'withdrawn' && !against && !complete)
      return pauseApproval({ submissions, clock })({ submissionId, version, trouble: 'Incomplete' })
    const outcome: Outcome =
      seen.state === 'withdrawn' ? 'withdrawn' : against ? (against.kind as Outcome) : 'approved'
    const at = clock.now().toISOString()

    const closed = await submissions.change(submissionId, (submission) => {
      if (
        submission.version !== version ||
        !['in-review', 'checking'].includes(submission.state) ||
        outcome === 'withdrawn'
      )
        return undefined
      return {
        submission: {
          ...submission,
          // What follows a removal at once has nothing left to take down.
          state:
            outcome === 'approved' && submission.removes?.after !== undefined ? 'removed' : stateOf[outcome],
          holder: undefined,
          paused: undefined,
          note: noteOf(outcome, against),
          noteAbout: outcome === 'rejected' ? against?.quote : undefined,
        },
        happened: {
          by: 'system',
          type: eventOf[outcome],
          facts: {
            version,
            contentHash: submission.contentHash,
            ...(against?.reason && { reason: against.reason }),
          },
        },
        writes: [
          ...(outcome === 'approved' && !submission.removes
            ? submission.content.channels.map((channel) => poolWrite(submission, channel, at))
            : []),
        ],
      }
    })
    measureEnd(outcome)

    const afterwards = await recordAfterwards({ submissions })(closed, outcome, against)
    const facts = {
      submissionId,
      version,
      title: closed.content.title,
      ...(closed.removes && {
        removes: afterwards ? { ...closed.removes, after: afterwards } : closed.removes,
      }),
    }
    const officer = await people.withId(closed.officerId)
    const told = [officer, ...(afterwards === undefined ? [] : await answerable())].flatMap(
      (one) => one ?? [],
    )
    for (const { email, name, language } of new Map(told.map((person) => [person.id, person])).values())
      await mail.send(
        outcomeLetter({
          ...facts,
          ...{ to: email, name, language, outcome },
          by: against?.name ?? turns.at(-1)?.decision?.name ?? '',
          reason: against?.reason ?? '',
        }),
      )
    const last = turns.at(-1)
    if (last) await tellOthers({ approvals, people, mail, clock })(closed, last)
    return { outcome, removes: closed.removes !== undefined && closed.state !== 'removed' }

    /** What the route says of what the head ordered is heard by both who keep the accounts. */
    async function answerable() {
      return [...(await editorsOf({ people, clock })), ...(await headsOf({ people, clock }))]
    }
  }

function noteOf(outcome: Outcome, against: Decision | undefined): string | undefined {
  if (outcome === 'rejected') return against?.reason
  if (outcome === 'expired') return '审批逾期，无人处理 / nobody decided in time'
  return undefined
}
