import { resumeRun } from '../matter/runs'
import { later, type Resume } from '../matter/watch'
import type { Waits } from '../matter/waiting'
import type { Callbacks, Machine } from '../platform/machine'
import { executionName, type Submission } from '../submission/submission'
import { deliverDecision } from './deliver-decision'
import { handOver } from '../question/hand-over'
import { lookAt } from '../question/wait'
import { tierQuestion, type TierAsking } from './tier-question'

interface Needs extends TierAsking {
  machine: Machine
  waits: Waits
  callbacks: Callbacks
}

/** An approved removal is carried out by the same machine. */
const hasMachine = ({ state, removes }: Submission): boolean =>
  state === 'checking' ||
  state === 'in-review' ||
  (removes !== undefined && (state === 'approved' || state === 'removing'))

/**
 * Invariants 7, 10 and 11: an approval that was accepted but not started, broke off, or was decided but not delivered
 * moves on from where it stands, with its signatures; a tier that waits is with whoever holds it now.
 */
export const resumeApproval =
  (needs: Needs): Resume =>
  async ({ id }) => {
    const { submissions, approvals, machine, clock } = needs
    const submission = await submissions.withId(id)
    if (!hasMachine(submission)) return undefined
    const { version } = submission
    const run = await resumeRun(machine)(executionName(submission), { submissionId: id, version })
    const last = (await approvals.turnsOf(id, version)).at(-1)
    if (last && !last.decision) {
      const asked = await handOver({ ...needs, question: tierQuestion(needs) })(last)
      return lookAt(asked, clock.now())
    }
    if (run === 'running' && last) await deliverDecision(needs)(id, version, last.index)
    return later(clock.now())
  }
