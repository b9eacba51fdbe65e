import type { Callbacks } from '../platform/machine'
import type { Complaints } from './store'

/** Wakes the machine of a complaint; where the token is gone, its next look finds what was done. */
export const wakeComplaint =
  ({ complaints, callbacks }: { complaints: Complaints; callbacks: Callbacks }) =>
  async (complaintId: string): Promise<void> => {
    const taskToken = await complaints.taskToken(complaintId)
    if (taskToken === undefined) return
    await callbacks.succeed(taskToken, {})
    await complaints.endWait(complaintId, taskToken)
  }

/**
 * Keeps the task token of the machine that waits. The token is stored before the complaint is looked at, and the
 * complaint before tokens are: an act while letters went out is seen by one of the two.
 */
export const awaitPerson =
  ({ complaints, callbacks }: { complaints: Complaints; callbacks: Callbacks }) =>
  async (wait: { complaintId: string; seen: number; taskToken: string }): Promise<void> => {
    await complaints.wait(wait.complaintId, wait.taskToken)
    const { revision } = await complaints.withId(wait.complaintId)
    if (revision !== wait.seen) await callbacks.succeed(wait.taskToken, {})
  }
