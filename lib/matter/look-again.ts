import { ConditionFailed } from '../platform/table'

/** As often as a row that many hands touch is tried: one conflict more is a fault worth seeing. */
export const conflictTries = 10

/** Does it anew on what another hand has just written. */
export async function lookAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ConditionFailed) || attempt === conflictTries) throw error
    }
  }
}
