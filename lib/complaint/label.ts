import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { ComplaintKind } from '../policy/complaint-kinds'
import type { Complaint } from './complaint'
import { requireHandler } from './rights'
import type { Complaints } from './store'

/** What it is about, and by which words of the company's own it is found: for lists and figures, at any time. */
export const labelComplaint =
  ({ complaints, clock }: { complaints: Complaints; clock: Clock }) =>
  async (given: {
    complaintId: string
    kind?: ComplaintKind | undefined
    tags: string[]
    by: Person
  }): Promise<Complaint> => {
    const tags = [...new Set(given.tags)]
    return complaints.change(given.complaintId, (current) => {
      requireHandler(current, given.by, clock.now())
      if (current.kind === given.kind && current.tags.join('\n') === tags.join('\n')) return undefined
      return {
        next: { ...current, kind: given.kind, tags },
        happened: { by: given.by.id, type: 'ComplaintLabelled', facts: { kind: given.kind ?? 'none' } },
      }
    })
  }
