import { checkSubmission } from '../submission/check-submission'
import type { AtVersion } from './at'
import type { Approvals } from './store'

type CheckNeeds = Parameters<typeof checkSubmission>[0]

/**
 * First step of every run: the content is checked, and the review goes on at the first tier that nobody has approved,
 * so that a run after a pause keeps every signature.
 */
export const beginReview =
  ({ approvals, ...needs }: CheckNeeds & { approvals: Approvals }) =>
  async (at: AtVersion): Promise<{ next: 'review' | 'close'; tiers: string[]; index: number }> => {
    const { next, tiers } = await checkSubmission(needs)(at)
    const turns = await approvals.turnsOf(at.submissionId, at.version)
    const open = turns.find(({ decision }) => decision?.kind !== 'approved')
    const index = open?.index ?? turns.length
    const isOver = index >= tiers.length || open?.decision !== undefined
    return { next: isOver ? 'close' : next, tiers, index }
  }
