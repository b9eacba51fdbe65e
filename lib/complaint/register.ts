import { emptyChain } from '../ledger/event'
import type { Clock } from '../platform/clock'
import type { FieldCipher } from '../platform/field-cipher'
import { derivedUuid } from '../platform/ids'
import type { Machine } from '../platform/machine'
import { beijingDate } from '../policy/working-days'
import type { Complaint, Customer } from './complaint'
import type { Complaints } from './store'

export interface RegisterNeeds {
  complaints: Complaints
  cipher: FieldCipher
  machine: Machine
  clock: Clock
}

interface Wish {
  /** what makes it one: the same key is the same complaint */
  key: string[]
  source: Complaint['source']
  customer: Customer
  chatId?: string
  /** person id, or `system` for a message that speaks for itself */
  by: string
}

/** Date and the first signs of the id: short enough to say on the phone. */
const numberOf = (id: string, at: Date): string =>
  `K${beijingDate(at).replaceAll('-', '')}-${id.slice(0, 4).toUpperCase()}`

/** The same wish is the same complaint. */
export const complaintIdOf = (key: string[]): string => derivedUuid('complaint', ...key)

/** A machine lives a year at most: a long complaint has one run after the other. Starting the same twice is one. */
export const startComplaint =
  (machine: Machine) =>
  ({ id }: Pick<Complaint, 'id'>, run = 1) =>
    machine.start(run === 1 ? id : `${id}-${run}`, { complaintId: id, run })

/** Article 4, 受理: taken at once, with a number; the customer's words lie sealed. Repeatable by its key. */
export const registerComplaint =
  ({ complaints, cipher, machine, clock }: RegisterNeeds) =>
  async ({ key, source, customer, chatId, by }: Wish): Promise<Complaint> => {
    const now = clock.now()
    const id = complaintIdOf(key)
    const at = now.toISOString()
    const complaint = await complaints.create({
      next: {
        id,
        number: numberOf(id, now),
        source,
        ...(chatId && { chatId }),
        sealed: await cipher.seal(JSON.stringify(customer), id),
        state: 'registered',
        registeredAt: at,
        registeredBy: by,
        needsApproval: false,
        tags: [],
        answers: [],
        notified: [],
        followUps: [],
        reopened: 0,
        pressed: 0,
        updatedAt: at,
        revision: 0,
        chain: emptyChain,
      },
      // The ledger says that and when, never who or what: it outlives the customer's data.
      happened: { by, type: 'ComplaintRegistered', facts: { source, number: numberOf(id, now) } },
    })
    if (complaint.state !== 'closed') await startComplaint(machine)(complaint)
    return complaint
  }
