import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import type { Submissions } from '../submission/store'
import { afterTrouble, intentAt, lettersOwed, secondsToNextTry } from './deletion'
import type { Step } from './remove-published'

interface Needs {
  submissions: Submissions
  clock: Clock
}

/** Between two tries at letters that could not leave. */
const letterSeconds = 3_600

/**
 * A run of the removal broke for good, e.g. because no mail leaves: it is tried again later, and what goes on breaking
 * ends as `failed`, where a person acts. Touches the table only, so that it works while mail and WeChat do not.
 */
export const removalTroubled =
  ({ submissions, clock }: Needs) =>
  async ({ submissionId, trouble }: { submissionId: string; trouble: string }): Promise<Step> => {
    const now = clock.now()
    const removal = await submissions.change(submissionId, (current) => {
      if (current.state !== 'approved' && current.state !== 'removing') return undefined
      const { kind, deletion } = afterTrouble(current.deletion ?? intentAt(now), trouble)
      const { tries, said } = deletion
      const failed = kind === 'refused'
      if (failed) measure('RemovalRefused', 1)
      return {
        submission: {
          ...current,
          deletion,
          ...(failed && { state: 'failed' as const }),
          note: said && `${said.zh} / ${said.en}`,
        },
        happened: {
          by: 'system',
          type: failed ? 'RemovalRefused' : 'RemovalTried',
          facts: { tries, trouble },
        },
      }
    })
    const { state, deletion } = removal
    if (deletion && (state === 'approved' || state === 'removing'))
      return { next: 'wait', waitSeconds: secondsToNextTry(deletion) }
    if (deletion && (state === 'removed' || state === 'failed') && lettersOwed(deletion, now))
      return { next: 'wait', waitSeconds: letterSeconds }
    return { next: 'done', waitSeconds: 1 }
  }
