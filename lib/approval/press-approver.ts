import { pressQuestion } from '../question/press'
import type { AtTier } from './ask'
import { tierQuestion, tierStanding, type TierAsking } from './tier-question'

/** Does what is due in a turn nobody has decided; tells the machine to wait on, or what was decided meanwhile. */
export function pressApprover(needs: TierAsking) {
  const question = tierQuestion(needs)
  const press = pressQuestion({ ...needs, question })
  return async (at: AtTier) => {
    await press(at)
    const matter = await question.find(at)
    if (!matter) throw new Error(`turn ${at.index} of ${at.submissionId} is not open`)
    return tierStanding(matter, needs.clock.now())
  }
}
