import { resumeRun } from '../matter/runs'
import type { Waits } from '../matter/waiting'
import { later, type Resume } from '../matter/watch'
import type { Clock } from '../platform/clock'
import type { Machine } from '../platform/machine'
import { complaintWait, type Complaints } from './store'

/** Keeps the task token of the machine that waits, unless somebody acted on what it has `seen`, a revision. */
export const awaitPerson =
  ({ complaints, waits }: { complaints: Complaints; waits: Waits }) =>
  (wait: { complaintId: string; seen: number; taskToken: string; waitSeconds: number }): Promise<void> =>
    waits.keep({ ...complaintWait(wait.complaintId), ...wait }, async () =>
      (await complaints.withId(wait.complaintId)).revision === wait.seen ? undefined : {},
    )

/** Invariant 11: until the customer's data are erased a machine runs; woken, it finds what was done by itself. */
export const resumeComplaint =
  ({
    complaints,
    machine,
    waits,
    clock,
  }: {
    complaints: Complaints
    machine: Machine
    waits: Waits
    clock: Clock
  }): Resume =>
  async ({ id }) => {
    const complaint = await complaints.withId(id)
    if (complaint.state === 'closed' && complaint.erased) return undefined
    const run = await resumeRun(machine)(id, { complaintId: id, run: 1 })
    if (run === 'running') await waits.wake(complaintWait(id))
    return later(clock.now())
  }
