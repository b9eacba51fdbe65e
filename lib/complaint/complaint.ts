import * as z from 'zod'
import { Counted } from '../calendar/calendar'
import { ChainHead } from '../ledger/event'
import { Refusal, type Bilingual } from '../platform/refusal'
import { complaintKinds, outcomes, sources } from '../policy/complaint-kinds'
import { triggers } from '../policy/complaint-rule'

/** `registered` nobody's yet · `assigned` a unit's · `drafted` its answer waits for the head · `answered` · `closed`. */
export const complaintStates = ['registered', 'assigned', 'drafted', 'answered', 'closed'] as const
export type ComplaintState = (typeof complaintStates)[number]

export const complaintStateNames: Record<ComplaintState, Bilingual> = {
  registered: { zh: '已受理，待分派', en: 'registered, to be assigned' },
  assigned: { zh: '待答复', en: 'to be answered' },
  drafted: { zh: '答复待批', en: 'answer awaits approval' },
  answered: { zh: '已答复，待回访', en: 'answered, to be followed up' },
  closed: { zh: '已办结', en: 'closed' },
}

const Named = z.object({ id: z.string(), name: z.string() })

/** One call back (回访): when it was due, and how the customer took the answer. */
export const FollowUp = z.object({
  dueOn: z.iso.date(),
  at: z.iso.datetime().optional(),
  outcome: z.enum(outcomes).optional(),
  /** what the customer said; in the table only sealed */
  note: z.string().optional(),
  by: Named.optional(),
})
export type FollowUp = z.infer<typeof FollowUp>

/** What is known of the customer; in the table only sealed. */
export const Customer = z.object({
  name: z.string().max(60).optional(),
  phone: z.string().max(40).optional(),
  words: z.string().max(2_000),
})
export type Customer = z.infer<typeof Customer>

/** Article 4: one customer's complaint from taking it to the last call back. */
export const Complaint = z.object({
  id: z.string(),
  /** for people, e.g. `K20261124-1F3A` */
  number: z.string(),
  source: z.enum(sources),
  /** the conversation it came from */
  chatId: z.string().optional(),
  /** `Customer`, sealed; absent once erased */
  sealed: z.string().optional(),
  /** what it is about, and words of the company's own by which it is found; nothing of the customer's */
  kind: z.enum(complaintKinds).optional(),
  tags: z.array(z.string()).default([]),
  /** the answer, sealed like the customer's words: it speaks of them */
  sealedAnswer: z.string().optional(),
  erased: z.object({ at: z.iso.datetime(), why: z.enum(['unsubscribed', 'retention']) }).optional(),
  state: z.enum(complaintStates),
  registeredAt: z.iso.datetime(),
  registeredBy: z.string(),
  unitId: z.string().optional(),
  unitName: z.string().optional(),
  /** Beijing date until whose end of work it is to be answered */
  dueOn: z.iso.date().optional(),
  /** by which calendar `dueOn`, or once answered the calls back, were counted; absent: a person chose the date */
  counted: Counted.optional(),
  /** when WeChat's window closes that `dueOn` was bound to */
  dueBound: z.iso.datetime().optional(),
  /** the unit head approves the answer before it goes out */
  needsApproval: z.boolean().default(false),
  acknowledged: z.enum(['sent', 'unknown', 'refused', 'none']).optional(),
  /** whose words are on their way to the customer: one answer at a time; `messageId` is its intent in the conversation */
  answering: Named.extend({ at: z.iso.datetime(), messageId: z.string() }).optional(),
  answeredAt: z.iso.datetime().optional(),
  answeredBy: Named.optional(),
  /** how the customer got the answer */
  answeredHow: z.enum(['wechat', 'phone', 'mail']).optional(),
  /** every answer, with the date it was due until: an opened-again one has several */
  answers: z.array(z.object({ at: z.iso.datetime(), dueOn: z.iso.date().optional() })).default([]),
  followUps: z.array(FollowUp).default([]),
  reopened: z.number().int().default(0),
  /** of what whoever has it was told last, see `newsOf` */
  told: z.string().optional(),
  /** when somebody of the office urged whoever has it (催办), last */
  urgedAt: z.iso.datetime().optional(),
  /** when the customer wrote last after it was taken */
  furtherAt: z.iso.datetime().optional(),
  /** which moments whoever has it was told of, see `notices.ts`; the last ones */
  notified: z.array(z.string()).default([]),
  /** since when an answer waits for the head */
  draftedAt: z.iso.datetime().optional(),
  /** reminders the machine has sent for the present wait */
  pressed: z.number().int().default(0),
  closedAt: z.iso.datetime().optional(),
  /** absent: settled with the customer */
  closedAs: z.literal('unanswered').optional(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
  chain: ChainHead,
})
export type Complaint = z.infer<typeof Complaint>

export function requireComplaintState(complaint: Complaint, ...allowed: ComplaintState[]): void {
  if (allowed.includes(complaint.state)) return
  const name = complaintStateNames[complaint.state]
  throw new Refusal(
    'WrongState',
    {
      zh: `这件客诉现在是“${name.zh}”，不能这样做`,
      en: `this complaint is ${name.en} now; that cannot be done`,
    },
    { facts: { state: complaint.state } },
  )
}

/** The next call back that was not made yet. */
export const nextFollowUp = ({ followUps }: Pick<Complaint, 'followUps'>): FollowUp | undefined =>
  followUps.find(({ at }) => at === undefined)

/** What colleagues tell each other of it (内部备注); in the table the text is sealed, and erased with the customer's data. */
export const Note = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  by: Named,
  text: z.string(),
  /** why it was opened again */
  why: z.literal('reopened').optional(),
})
export type Note = z.infer<typeof Note>

/** A conversation with one follower; who it is stands sealed. */
export const Chat = z.object({
  id: z.string(),
  sealedOpenId: z.string().optional(),
  /** when the customer opened WeChat's window last, and by what */
  lastMessageAt: z.iso.datetime().optional(),
  trigger: z.enum(triggers).optional(),
  /** our messages since then */
  sentSince: z.number().int().default(0),
  /** the complaint that is not closed yet */
  complaintId: z.string().optional(),
  /** every complaint it ever was: what is erased when the customer unsubscribes */
  complaintIds: z.array(z.string()).default([]),
  unsubscribedAt: z.iso.datetime().optional(),
  /** up to which message of the customer's the editor has read it, while it is no complaint */
  readUntil: z.iso.datetime().optional(),
  /** when they left last, also after coming back: what was said until then is not taken any more */
  leftAt: z.iso.datetime().optional(),
  revision: z.number().int(),
})
export type Chat = z.infer<typeof Chat>

/** Something was said that belongs to no complaint, and that nobody has read. */
export const isUnread = ({ complaintId, lastMessageAt, unsubscribedAt, readUntil }: Chat): boolean =>
  complaintId === undefined &&
  unsubscribedAt === undefined &&
  lastMessageAt !== undefined &&
  lastMessageAt > (readUntil ?? '')

/** Of somebody who left: nothing of who it was, only that words said before are not to be taken. */
export const leftChat = (id: string, at: Date, revision = 0): Chat => ({
  ...{ id, revision, sentSince: 0, complaintIds: [] },
  unsubscribedAt: at.toISOString(),
  leftAt: at.toISOString(),
})

/** One message of a conversation; `text` is sealed in the table. */
export const Message = z.object({
  id: z.string(),
  from: z.enum(['customer', 'company']),
  at: z.iso.datetime(),
  text: z.string(),
  /** of ours: `sending` is the intent; `unknown` is never sent again by itself */
  state: z.enum(['sending', 'sent', 'unknown', 'refused']).optional(),
  by: z.string().optional(),
})
export type Message = z.infer<typeof Message>
