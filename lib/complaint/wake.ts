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
