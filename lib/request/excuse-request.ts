import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { requireWanted, type MaterialRequest } from './request'
import type { Waits } from '../matter/waiting'
import { requestWait, type Requests } from './store'

/** Article 5: only 企管部 lets a unit off, with a reason on record. */
export const excuseRequest =
  ({ requests, waits, clock }: { requests: Requests; waits: Waits; clock: Clock }) =>
  async ({
    requestId,
    reason,
    by,
  }: {
    requestId: string
    reason: string
    by: Person
  }): Promise<MaterialRequest> => {
    const request = await requests.change(requestId, (current) => {
      if (current.state === 'excused') return undefined
      requireWanted(current)
      return {
        next: {
          ...current,
          state: 'excused',
          excused: { by: { id: by.id, name: by.name }, at: clock.now().toISOString(), reason },
        },
        happened: { by: by.id, type: 'RequestExcused', facts: { reason } },
      }
    })
    await waits.wake(requestWait(requestId))
    return request
  }
