import * as z from 'zod'
import { LedgerEvent } from '../ledger/event'
import { holds, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { FieldCipher } from '../platform/field-cipher'
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
  chats: z.array(ListedChat),
})
export type ListedComplaints = z.infer<typeof ListedComplaints>

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

const listedAtOnce = 200
const chatsAtOnce = 50

/** The office sees all, a unit what was assigned to it; without anything personal. */
export const listComplaints =
  ({ complaints, clock }: Needs) =>
  async (person: Person): Promise<ListedComplaints> => {
    const today = beijingDate(clock.now())
    const office = (['editor', 'department-head', 'inspector'] as const).some((role) =>
      holds(person, role, today),
    )
    const [found, chats] = await Promise.all([
      office ? complaints.newest(listedAtOnce) : complaints.ofUnit(person.unitId, listedAtOnce),
      holds(person, 'editor', today) ? complaints.chats(chatsAtOnce) : [],
    ])
    return {
      complaints: found
        .filter((complaint) => office || complaint.unitId === person.unitId)
        .map(
          ({ sealed: _s, sealedAnswer: _a, told: _t, chain: _c, revision: _r, followUps, ...complaint }) => {
            const next = followUps.find(({ at }) => at === undefined)
            return {
              ...complaint,
              overdue:
                ['assigned', 'drafted'].includes(complaint.state) && (complaint.dueOn ?? today) < today,
              ...(next && { followUpOn: next.dueOn }),
            }
          },
        ),
      chats: chats
        .filter(
          ({ complaintId, lastMessageAt, unsubscribedAt }) =>
            !complaintId && lastMessageAt && !unsubscribedAt,
        )
        .map(({ id, lastMessageAt }) => ({ id, lastMessageAt })),
    }
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
