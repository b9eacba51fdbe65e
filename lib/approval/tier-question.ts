import { askLetter, escalationLetter, reminderLetter } from '../channels/mail/letters'
import { editorsOf } from '../people/office-staff'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Asking, Mailed, Question } from '../question/question'
import { secondsToNext } from '../question/wait'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { decided, type Turn } from './approval'
import { tierDuty } from './approvers'
import { tierAsks, type AskedTier, type AtTier } from './ask'
import { turnWrite, type Approvals } from './store'

/** A tier that is asked, and all that a decision on it looks at. */
export interface TierMatter {
  turn: Turn
  submission: Submission
  earlier: Turn[]
  unitName: string
}

interface Needs {
  submissions: Submissions
  approvals: Approvals
  people: People
  clock: Clock
}

/** What the verbs of an open tier need. */
export interface TierAsking extends Needs, Asking {}

const isUnderReview = ({ state, version }: Submission, turn: Turn): boolean =>
  state === 'in-review' && version === turn.version

/** The facts all letters about a tier begin with. */
const aboutTier = ({ turn, submission, unitName }: TierMatter) => ({
  submissionId: submission.id,
  ...{ version: turn.version, index: turn.index, tier: turn.tier, unitName },
  title: submission.content.title,
  ...(submission.removes && { removes: submission.removes }),
})

const asked = (matter: TierMatter, { person, ...mailed }: Mailed) => ({
  ...aboutTier(matter),
  ...mailed,
  ...{ to: person.email, name: person.name, language: person.language },
})

/** What the machine is told: to wait, how long at most, or what was decided meanwhile. */
export const tierStanding = ({ turn, submission }: TierMatter, now: Date) =>
  turn.decision || !isUnderReview(submission, turn)
    ? { next: 'decided', decision: turn.decision?.kind ?? submission.state, waitSeconds: 1 }
    : { next: 'wait', decision: '', waitSeconds: secondsToNext(turn, now) }

/** Articles 7 and 9: a tier of the route asks whoever holds its role. */
export function tierQuestion(needs: Needs): Question<AtTier, AskedTier, TierMatter> {
  const { submissions, approvals, people, clock } = needs
  return {
    kind: tierAsks,
    ...tierDuty(people),

    async find({ submissionId, version, index }) {
      const [submission, turns, units] = await Promise.all([
        submissions.withId(submissionId),
        approvals.turnsOf(submissionId, version),
        people.units(),
      ])
      const turn = turns.find((one) => one.index === index)
      if (!turn) return undefined
      return {
        ...{ turn, submission, earlier: turns.filter((one) => one.index < index) },
        unitName: units.find((unit) => unit.id === submission.unitId)?.name ?? submission.unitId,
      }
    },

    fields: ({ turn: { submissionId, version, index, tier, deadline, counted } }) => ({
      ...{ submissionId, version, index, tier, deadline, counted },
    }),
    waitOf: ({ turn, submission }) => (turn.decision || !isUnderReview(submission, turn) ? undefined : turn),
    title: ({ submission }) => submission.content.title,
    page: ({ submission }) => `/submissions/${submission.id}`,
    thread: ({ submission }) => `submission.${submission.id}`,

    async ofThread(thread) {
      const submissionId = /^submission\.(.+)$/.exec(thread)?.[1]
      if (!submissionId) return undefined
      const { version } = await submissions.withId(submissionId)
      return (await approvals.turnsOf(submissionId, version)).find(({ decision }) => !decision)
    },

    letters: {
      ask: (matter, mailed) => askLetter(asked(matter, mailed)),
      remind: (matter, mailed, count) => reminderLetter({ ...asked(matter, mailed), count }),
      overdue: (matter, { email, name, language }) =>
        escalationLetter({
          ...aboutTier(matter),
          ...{ to: email, name, language },
          waitingFor: matter.submission.holder?.names ?? [],
          deadline: new Date(matter.turn.deadline),
        }),
    },
    // The editor presses units (article 4).
    pressers: () => editorsOf({ people, clock }),

    async handOver({ turn, submission }, { names, facts }, writes) {
      let saved: 'saved' | 'closed' = 'closed'
      await submissions.change(submission.id, (current) => {
        saved = isUnderReview(current, turn) ? 'saved' : 'closed'
        if (saved === 'closed') return undefined
        return {
          submission: { ...current, holder: { tier: turn.tier, names, since: turn.openedAt } },
          happened: {
            by: 'system',
            type: 'ApprovalHandedOver',
            facts: { tier: turn.tier, index: turn.index, version: turn.version, ...facts },
          },
          writes: [turnWrite(turn, { ...turn, revision: turn.revision + 1 }), ...writes],
        }
      })
      return saved
    },

    async pressed({ turn: { submissionId, version, index } }, passed) {
      const turn = await approvals.turn(submissionId, version, index)
      if (turn && !turn.decision && turn.passed < passed)
        await approvals.save(turn, { ...turn, passed, revision: turn.revision + 1 })
    },

    async expire({ turn, submission }, asks, writes) {
      const after = decided(turn, {
        ...{ kind: 'expired', by: 'system', name: '系统', answers: [], contentHash: turn.contentHash },
        at: clock.now().toISOString(),
      })
      await submissions.change(submission.id, (current) => ({
        submission: current,
        happened: {
          by: 'system',
          type: 'TierExpired',
          facts: { tier: turn.tier, version: turn.version, asked: asks.map((ask) => ask.personId) },
        },
        writes: [turnWrite(turn, after), ...writes],
      }))
    },
  }
}
