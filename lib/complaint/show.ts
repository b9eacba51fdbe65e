import * as z from 'zod'
import type { ReadCalendar } from '../calendar/calendar'
import { LedgerEvent } from '../ledger/event'
import { holds, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { FieldCipher } from '../platform/field-cipher'
import { Paging } from '../platform/paging'
import { complaintKindNames, complaintKinds } from '../policy/complaint-kinds'
import { triggers, windowOf } from '../policy/complaint-rule'
import { beijingDate, beijingDayStart } from '../policy/working-days'
import { Chat, Complaint, complaintStates, Customer, isUnread, Message, Note } from './complaint'
import { Bound, boundBy, customerOf } from './due'
import { gistOf } from './gist'
import { isSeer, requireSeer } from './rights'
import { Access, type Complaints } from './store'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const secret = { sealed: true, sealedAnswer: true, told: true, chain: true, revision: true } as const

export const Window = z.object({
  left: z.number().int(),
  until: z.string().optional(),
  open: z.boolean(),
  /** a tap on the menu opens it shorter and for fewer messages than a message does */
  trigger: z.enum(triggers),
})

export const ListedComplaint = Complaint.omit({ ...secret, followUps: true }).extend({
  overdue: z.boolean(),
  /** the next call back */
  followUpOn: z.iso.date().optional(),
  /** the customer's first words, for who may open it; absent once erased */
  gist: z.string().optional(),
  /** WeChat's window, of what is still to be answered, with the whole hours that are left of it */
  window: Window.extend({ hours: z.number().int() }).optional(),
})
export type ListedComplaint = z.infer<typeof ListedComplaint>

/** A conversation that is no complaint yet, for the editor to look into. */
export const ListedChat = Chat.pick({ id: true, lastMessageAt: true }).extend({
  unread: z.boolean(),
  /** the customer's last words; absent after a tap on the menu alone */
  gist: z.string().optional(),
})
export const ListedComplaints = z.object({
  complaints: z.array(ListedComplaint),
  next: z.string().optional(),
})
export type ListedComplaints = z.infer<typeof ListedComplaints>

export const ListedChats = z.object({ chats: z.array(ListedChat), next: z.string().optional() })
export type ListedChats = z.infer<typeof ListedChats>

export const ComplaintQuestion = Paging.extend({
  /** `open`: what is still to be done, or followed up; without it all */
  state: z.enum(['open', ...complaintStates]).optional(),
  /** in number, unit, kind, tags, or the name of who answered; never in the customer's words, which are sealed */
  q: z.string().trim().max(60).optional(),
  unitId: z.string().max(100).optional(),
  kind: z.enum(complaintKinds).optional(),
  /** past its due date without an answer */
  late: z.literal('yes').optional(),
  /** registered on Beijing dates, both inclusive */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})
export type ComplaintQuestion = z.infer<typeof ComplaintQuestion>

export const ShownComplaint = z.object({
  complaint: Complaint.omit(secret),
  /** absent once erased */
  customer: Customer.optional(),
  answer: z.string().optional(),
  messages: z.array(Message),
  notes: z.array(Note),
  /** what its due date is bound to while WeChat is the only way to the customer */
  bound: Bound.optional(),
  /** WeChat's window; absent for what did not come by WeChat */
  window: Window.optional(),
  ledger: z.array(LedgerEvent.pick({ seq: true, type: true, at: true, by: true, facts: true })),
  accesses: z.array(Access),
})
export type ShownComplaint = z.infer<typeof ShownComplaint>

interface Needs {
  complaints: Complaints
  cipher: FieldCipher
  clock: Clock
}

const isLate = ({ state, dueOn }: Pick<Complaint, 'state' | 'dueOn'>, today: string): boolean =>
  ['assigned', 'drafted'].includes(state) && (dueOn ?? today) < today

/** Whether a complaint is among what is asked for. */
function fitting({ state, q = '', unitId, kind, late }: ComplaintQuestion, today: string) {
  const sought = q.normalize('NFKC').toLowerCase()
  const says = ({ number, unitName, kind: ofKind, tags, answeredBy }: Complaint) => {
    const names = ofKind ? [complaintKindNames[ofKind].zh, complaintKindNames[ofKind].en] : []
    return [number, unitName, ...names, ...tags, answeredBy?.name].some((text) =>
      text?.normalize('NFKC').toLowerCase().includes(sought),
    )
  }
  return (complaint: Complaint): boolean =>
    (state === undefined || (state === 'open' ? complaint.state !== 'closed' : complaint.state === state)) &&
    (unitId === undefined || complaint.unitId === unitId) &&
    (kind === undefined || complaint.kind === kind) &&
    (late === undefined || isLate(complaint, today)) &&
    (sought === '' || says(complaint))
}

/**
 * The office sees all, a unit what was assigned to it. With the customer's first words, and that they were read is on
 * record before they are opened.
 */
export const listComplaints =
  ({ complaints, cipher, clock }: Needs) =>
  async (person: Person, { cursor, limit, ...asked }: ComplaintQuestion = {}): Promise<ListedComplaints> => {
    const now = clock.now()
    const today = beijingDate(now)
    const office = (['editor', 'department-head', 'inspector'] as const).some((role) =>
      holds(person, role, today),
    )
    const fits = fitting(asked, today)
    const paging = {
      ...{ cursor, limit },
      ...(asked.from && { from: beijingDayStart(asked.from).toISOString() }),
      ...(asked.to && { to: new Date(beijingDayStart(asked.to).getTime() + dayMs - 1).toISOString() }),
    }
    const found = office
      ? await complaints.newest({ ...paging, fits })
      : await complaints.ofUnit(person.unitId, {
          ...paging,
          fits: (complaint) => complaint.unitId === person.unitId && fits(complaint),
        })
    const gists = found.items.filter((one) => one.sealed !== undefined && isSeer(one, person, now))
    await complaints.logGists({ complaints: gists.map(({ id }) => id) }, { id: person.id, name: person.name })
    const lines = await Promise.all(
      found.items.map(async (complaint): Promise<ListedComplaint> => {
        const [customer, window] = await Promise.all([
          gists.includes(complaint) ? customerOf(cipher, complaint) : undefined,
          windowToAnswer(complaints, complaint, now),
        ])
        return {
          ...listed(complaint, today),
          ...(customer && { gist: gistOf(customer.words) }),
          ...(window && { window }),
        }
      }),
    )
    return { complaints: lines, ...(found.next !== undefined && { next: found.next }) }
  }

async function windowToAnswer(
  complaints: Complaints,
  { chatId, state, erased }: Complaint,
  now: Date,
): Promise<ListedComplaint['window']> {
  if (chatId === undefined || erased || !['registered', 'assigned', 'drafted'].includes(state))
    return undefined
  const chat = await complaints.chat(chatId)
  if (!chat) return undefined
  const window = windowOf(chat, now)
  const left = window.open ? Date.parse(window.until!) - now.getTime() : 0
  return { ...window, hours: Math.floor(left / hourMs) }
}

function listed(
  { sealed: _s, sealedAnswer: _a, told: _t, chain: _c, revision: _r, followUps, ...complaint }: Complaint,
  today: string,
): ListedComplaint {
  const next = followUps.find(({ at }) => at === undefined)
  return {
    ...complaint,
    overdue: isLate(complaint, today),
    ...(next && { followUpOn: next.dueOn }),
  }
}

/** Conversations that are no complaint, the newest message first, with the customer's last words; reading is on record. */
export const listChats =
  ({ complaints }: Pick<Needs, 'complaints'>) =>
  async (person: Person, { limit = 20, ...paging }: Paging = {}): Promise<ListedChats> => {
    const { items, ...rest } = await complaints.chats({
      ...{ limit, ...paging },
      fits: ({ complaintId, lastMessageAt, unsubscribedAt }) =>
        !complaintId && lastMessageAt !== undefined && !unsubscribedAt,
    })
    await complaints.logGists({ chats: items.map(({ id }) => id) }, { id: person.id, name: person.name })
    const chats = await Promise.all(
      items.map(async (chat) => {
        const words = await complaints.lastWords(chat.id)
        return {
          ...{ id: chat.id, lastMessageAt: chat.lastMessageAt, unread: isUnread(chat) },
          ...(words !== undefined && { gist: gistOf(words) }),
        }
      }),
    )
    return { chats, ...rest }
  }

/** One complaint with what the customer said. Opening it is on record. */
export const showComplaint =
  (needs: Needs & { calendar: ReadCalendar }) =>
  async (complaintId: string, person: Person): Promise<ShownComplaint> => {
    const { complaints, cipher, clock } = needs
    const now = clock.now()
    const found = await complaints.withId(complaintId)
    requireSeer(found, person, now)
    await complaints.logAccess(complaintId, { id: person.id, name: person.name })
    const {
      sealed: _sealed,
      sealedAnswer,
      told: _told,
      chain: _chain,
      revision: _revision,
      ...complaint
    } = found
    const chat = complaint.chatId && !complaint.erased ? await complaints.chat(complaint.chatId) : undefined
    const customer = await customerOf(cipher, found)
    const messages = chat ? await complaints.messages(chat.id) : []
    const isBound = complaint.state !== 'closed' && complaint.chatId !== undefined && !complaint.erased
    const bound = isBound
      ? await boundBy(needs)({ chat, customer: async () => customer, messages: async () => messages })
      : undefined
    const followUps = await Promise.all(
      complaint.followUps.map(async ({ note, ...one }) => ({
        ...one,
        ...(note && { note: await cipher.open(note, complaintId) }),
      })),
    )
    return {
      complaint: { ...complaint, followUps },
      ...(customer && { customer }),
      ...(sealedAnswer && { answer: await cipher.open(sealedAnswer, complaintId) }),
      notes: await complaints.notes(complaintId),
      ...(bound && { bound }),
      messages,
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
