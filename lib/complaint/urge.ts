import type { Waits } from '../matter/waiting'
import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { requireComplaintState, type Complaint } from './complaint'
import { complaintWait, type Complaints } from './store'

const wasUrged = () =>
  new Refusal('WrongState', {
    zh: '今天已经催办过；同一件客诉一天催一次，明天可以再催',
    en: 'this was urged today; once a day, and again tomorrow',
  })

/** 催办 by hand (article 4): whoever has it is mailed at once, at most once a Beijing day, on record. */
export const urgeComplaint =
  ({ complaints, clock, waits }: { complaints: Complaints; clock: Clock; waits: Waits }) =>
  async ({ complaintId, by }: { complaintId: string; by: Person }): Promise<Complaint> => {
    const at = clock.now()
    const complaint = await complaints.change(complaintId, (current) => {
      requireComplaintState(current, 'assigned', 'drafted', 'answered')
      if (current.urgedAt && beijingDate(new Date(current.urgedAt)) === beijingDate(at)) throw wasUrged()
      return {
        next: { ...current, urgedAt: at.toISOString() },
        happened: { by: by.id, type: 'ComplaintUrged', facts: {} },
      }
    })
    await waits.wake(complaintWait(complaintId))
    return complaint
  }
