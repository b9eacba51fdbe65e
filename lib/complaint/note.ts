import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { Ids } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { Complaint, Note } from './complaint'
import { requireHandler } from './rights'
import type { Complaints } from './store'

interface Needs {
  complaints: Complaints
  clock: Clock
  ids: Ids
}

export const noteOf = (
  { clock, ids }: Pick<Needs, 'clock' | 'ids'>,
  { text, by, why }: { text: string; by: Person; why?: Note['why'] },
): Note => ({
  ...{ id: ids.uuid(), at: clock.now().toISOString(), by: { id: by.id, name: by.name }, text },
  ...(why && { why }),
})

/** 内部备注: for whoever handles it, never for the customer; sealed, and erased with the customer's data. */
export const noteComplaint =
  (needs: Needs) =>
  async (given: { complaintId: string; text: string; by: Person }): Promise<Complaint> => {
    const { complaints, clock } = needs
    const seen = await complaints.withId(given.complaintId)
    requireHandler(seen, given.by, clock.now())
    if (seen.erased)
      throw new Refusal('WrongState', {
        zh: '客户信息已删除，不能再加备注',
        en: "the customer's data were erased; no note can be added any more",
      })
    const write = await complaints.noteWrite(seen.id, noteOf(needs, given))
    return complaints.change(seen.id, (current) => ({
      next: current,
      happened: { by: given.by.id, type: 'ComplaintNoted', facts: {} },
      writes: [write],
    }))
  }
