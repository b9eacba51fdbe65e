import * as z from 'zod'
import { LedgerEvent } from '../ledger/event'
import { holds, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { FieldCipher } from '../platform/field-cipher'
import { mapPage, Paging } from '../platform/paging'
import { triggers, windowOf } from '../policy/complaint-rule'
import { beijingDate } from '../policy/working-days'
import { Chat, Complaint, Customer, Message } from './complaint'
import { requireSeer } from './rights'
import type { Complaints } from './store'

const secret = { sealed: true, sealedAnswer: true, told: true, chain: true, revision: true } as const

export const ListedComplaint = Complaint.omit({ ...secret, followUps: true }).extend({
  overdue: z.boolean(),
  /** the next call back */
  followUpOn: z.iso.date().optional(),
})
export type ListedComplaint = z.infer<typeof ListedComplaint>

/** A conversation that is no complaint yet, for the editor to look into. */
export const ListedChat = Chat.pick({ id: true, lastMessageAt: true })
export const ListedComplaints = z.object({
  complaints: z.array(ListedComplaint),
  next: z.string().optional(),
})
export type ListedComplaints = z.infer<typeof ListedComplaints>

export const ListedChats = z.object({ chats: z.array(ListedChat), next: z.string().optional() })
export type ListedChats = z.infer<typeof ListedChats>

/** `open`: what is still to be done, or followed up; `closed`: what is not; without it all. */
export const ComplaintQuestion = Paging.extend({ state: z.enum(['open', 'closed']).optional() })
export type ComplaintQuestion = z.infer<typeof ComplaintQuestion>

export const Window = z.object({
  left: z.number().int(),
  until: z.string().optional(),
  open: z.boolean(),
  /** a tap on the menu opens it shorter and for fewer messages than a message does */
  trigger: z.enum(triggers),
})

export const ShownComplaint = z.object({
  complaint: Complaint.omit(secret),
  /** absent once erased */
  customer: Customer.optional(),
  answer: z.string().optional(),
  messages: z.array(Message),
  /** WeChat's window; absent for what did not come by WeChat */
  window: Window.optional(),
  ledger: z.array(LedgerEvent.pick({ seq: true, type: true, at: true, by: true, facts: true })),
  accesses: z.array(z.object({ at: z.string(), by: z.string(), name: z.string() })),
})
export type ShownComplaint = z.infer<typeof ShownComplaint>

interface Needs {
  complaints: Complaints
  cipher: FieldCipher
  clock: Clock
}

/** The office sees all, a unit what was assigned to it; without anything personal. */
export const listComplaints =
  ({ complaints, clock }: Needs) =>
  async (person: Person, { state, ...paging }: ComplaintQuestion = {}): Promise<ListedComplaints> => {
    const today = beijingDate(clock.now())
    const office = (['editor', 'department-head', 'inspector'] as const).some((role) =>
      holds(person, role, today),
    )
    const fits = (complaint: Complaint) =>
      (office || complaint.unitId === person.unitId) &&
      (state === undefined || (complaint.state === 'closed') === (state === 'closed'))
    const found = office
      ? await complaints.newest({ ...paging, fits })
      : await complaints.ofUnit(person.unitId, { ...paging, fits })
    const { items, ...rest } = mapPage(found, (complaint) => listed(complaint, today))
    return { complaints: items, ...rest }
  }

function listed(
  { sealed: _s, sealedAnswer: _a, told: _t, chain: _c, revision: _r, followUps, ...complaint }: Complaint,
  today: string,
): ListedComplaint {
  const next = followUps.find(({ at }) => at === undefined)
  return {
    ...complaint,
    overdue: ['assigned', 'drafted'].includes(complaint.state) && (complaint.dueOn ?? today) < today,
    ...(next && { followUpOn: next.dueOn }),
  }
}

/** Conversations that are no complaint, the newest message first; who said what is read one by one, on record. */
export const listChats =
  ({ complaints }: Pick<Needs, 'complaints'>) =>
  async (paging: Paging = {}): Promise<ListedChats> => {
    const { items, ...rest } = await complaints.chats({
      ...paging,
      fits: ({ complaintId, lastMessageAt, unsubscribedAt }) =>
        !complaintId && lastMessageAt !== undefined && !unsubscribedAt,
    })
    return { chats: items.map(({ id, lastMessageAt }) => ({ id, lastMessageAt })), ...rest }
  }

/** One complaint with what the customer said. Opening it is on record. */
export const showComplaint =
  ({ complaints, cipher, clock }: Needs) =>
  async (complaintId: string, person: Person): Promise<ShownComplaint> => {
    const now = clock.now()
    const found = await complaints.withId(complaintId)
    requireSeer(found, person, now)
    await complaints.logAccess(complaintId, { id: person.id, name: person.name })
    const { sealed, sealedAnswer, told: _told, chain: _chain, revision: _revision, ...complaint } = found
    const chat = complaint.chatId && !complaint.erased ? await complaints.chat(complaint.chatId) : undefined
    const followUps = await Promise.all(
      complaint.followUps.map(async ({ note, ...one }) => ({
        ...one,
        ...(note && { note: await cipher.open(note, complaintId) }),
      })),
    )
    return {
      complaint: { ...complaint, followUps },
      ...(sealed && { customer: Customer.parse(JSON.parse(await cipher.open(sealed, complaintId))) }),
      ...(sealedAnswer && { answer: await cipher.open(sealedAnswer, complaintId) }),
      messages: chat ? await complaints.messages(chat.id) : [],
      ...(chat && { window: windowOf(chat, now) }),
      ledger: (await complaints.ledger(complaintId)).map(({ seq, type, at, by, facts }) => ({
        seq,
        type,
        at,
        by,
        facts,
      })),
      accesses: [
        ...(chat ? await complaints.chatAccesses(chat.id) : []),
        ...(await complaints.accesses(complaintId)),
      ].sort((one, other) => one.at.localeCompare(other.at)),
    }
  }
