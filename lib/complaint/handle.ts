import type { Person } from '../people/person'
import type { People } from '../people/store'
import { Refusal } from '../platform/refusal'
import type { Outcome } from '../policy/complaint-kinds'
import { isPhoneNumber } from '../policy/complaint-rule'
import { beijingDate } from '../policy/working-days'
import type { AnswerNeeds } from './answer'
import { releaseOpenChat } from './chat-of'
import { nextFollowUp, requireComplaintState, type Complaint } from './complaint'
import { dueFor } from './due'
import { openFor } from './receive-message'
import { registerComplaint, type RegisterNeeds } from './register'
import { requireHandler } from './rights'
import { complaintWait } from './store'

/** By the editor's hand: a conversation that is a complaint although no word of it says so. */
export const markComplaint =
  (needs: RegisterNeeds) =>
  async ({ chatId, by }: { chatId: string; by: Person }): Promise<Complaint> => {
    const { complaints } = needs
    const chat = await complaints.chat(chatId)
    if (!chat) throw new Refusal('NotFound', { zh: '没有这段对话', en: 'there is no such conversation' })
    if (chat.complaintId) return complaints.withId(chat.complaintId)
    const messages = (await complaints.messages(chatId)).filter(({ from }) => from === 'customer')
    const last = messages.at(-1)
    return openFor(needs)(chat, { key: ['hand', chatId, last?.id ?? ''], words: last?.text ?? '', by: by.id })
  }

const notCallable = (phone: string) => {
  const digits = phone.normalize('NFKC').replace(/\D/g, '').length
  return new Refusal('InvalidRequest', {
    zh: `电话号码打不通：手机号应为 11 位，座机要带区号，境外号码以 + 开头；现在是 ${digits} 位，请核对后再登记`,
    en: `this number cannot be called: a mobile has 11 digits, a landline its area code, a foreign number a +; this one has ${digits} digits. Check it and enter it again`,
  })
}

/** From phone, Weibo or elsewhere; `requestKey` makes pressing twice one complaint. */
export const enterComplaint =
  (needs: RegisterNeeds) =>
  async (given: {
    source: Complaint['source']
    name?: string
    phone?: string
    words: string
    by: Person
    requestKey: string
  }): Promise<Complaint> => {
    const { source, by, requestKey, ...customer } = given
    if (given.phone && !isPhoneNumber(given.phone)) throw notCallable(given.phone)
    return registerComplaint(needs)({ key: ['entered', by.id, requestKey], source, customer, by: by.id })
  }

/** To the unit whose matter it is, with a date on working days; again, to another one. */
export const assignComplaint =
  (needs: AnswerNeeds & { people: People }) =>
  async (given: {
    complaintId: string
    unitId: string
    dueOn?: string
    /** the customer can be answered without WeChat: its window does not bind the date */
    otherwise?: boolean
    needsApproval: boolean
    by: Person
  }): Promise<Complaint> => {
    const { complaints, waits, people } = needs
    const unit = (await people.units()).find(({ id }) => id === given.unitId)
    if (!unit) throw new Refusal('NotFound', { zh: '没有这个单位', en: 'there is no such unit' })
    const seen = await complaints.withId(given.complaintId)
    requireComplaintState(seen, 'registered', 'assigned', 'drafted')
    const due = await dueFor(needs)(seen, given)
    const { dueOn } = due
    const complaint = await complaints.change(given.complaintId, (current) => {
      // A draft nobody approves, or of the wrong unit, is dropped with it: the office always has a way on.
      requireComplaintState(current, 'registered', 'assigned', 'drafted')
      if (
        current.unitId === given.unitId &&
        current.dueOn === dueOn &&
        current.needsApproval === given.needsApproval
      )
        return undefined
      const { sealedAnswer: draft, ...rest } = current
      const next: Complaint = {
        ...(current.state === 'drafted' ? rest : current),
        state: 'assigned',
        unitId: given.unitId,
        unitName: unit.name,
        ...due,
        needsApproval: given.needsApproval,
        pressed: 0,
      }
      return {
        next,
        happened: {
          by: given.by.id,
          type: 'ComplaintAssigned',
          facts: {
            ...{ unitId: given.unitId, dueOn },
            ...(current.state === 'drafted' && draft && { draftDropped: true }),
          },
        },
      }
    })
    await waits.wake(complaintWait(complaint.id))
    return complaint
  }

const notNext = (dueOn: string, next: string | undefined) =>
  new Refusal(
    'WrongState',
    {
      zh: `${dueOn}不是下一次回访的日期；请刷新页面再登记`,
      en: `${dueOn} is not the day of the next call back; reload the page and record it there`,
    },
    { facts: { dueOn, ...(next && { next }) } },
  )

const sayWhy = () =>
  new Refusal('InvalidRequest', {
    zh: '请写明客户为什么不满意：单位要凭这句话重新办理',
    en: 'say why the customer is not satisfied: the unit has to act on it',
  })

const isBad = (outcome: Outcome): boolean => outcome === 'unsatisfied'

/**
 * Article 4, 回访: how the customer took it. Bad opens it again; the last one closes it. `dueOn` names which call back it
 * was, so that the same one told twice does not count for the next; without it, it is the next.
 */
export const followUpComplaint =
  (needs: AnswerNeeds) =>
  async (given: {
    complaintId: string
    dueOn?: string
    outcome: Outcome
    /** where the customer is not satisfied: why */
    note: string
    /** and until when there is to be another answer; by working days where none is given */
    answerOn?: string
    by: Person
  }): Promise<Complaint> => {
    const { complaints, cipher, waits, clock } = needs
    const now = clock.now()
    if (isBad(given.outcome) && given.note.trim() === '') throw sayWhy()
    const seen = await complaints.withId(given.complaintId)
    requireHandler(seen, given.by, now)
    const note = await cipher.seal(given.note, given.complaintId)
    const answerDue = isBad(given.outcome) ? await dueFor(needs)(seen, { dueOn: given.answerOn }) : {}
    const complaint = await complaints.change(given.complaintId, (current) => {
      const named = current.followUps.filter(({ dueOn }) => dueOn === given.dueOn)
      if (named.length > 0 && named.every(({ at }) => at !== undefined)) return undefined
      requireComplaintState(current, 'answered')
      const due = nextFollowUp(current)
      if (given.dueOn !== undefined && due?.dueOn !== given.dueOn) throw notNext(given.dueOn, due?.dueOn)
      const made = {
        dueOn: due?.dueOn ?? beijingDate(now),
        at: now.toISOString(),
        outcome: given.outcome,
        note,
        by: { id: given.by.id, name: given.by.name },
      }
      const followUps = current.followUps.map((one) => (one === due ? made : one))
      const facts = { outcome: given.outcome, dueOn: made.dueOn }
      if (isBad(given.outcome))
        return {
          next: {
            ...current,
            state: 'assigned',
            followUps: followUps.filter(({ at }) => at !== undefined),
            reopened: current.reopened + 1,
            pressed: 0,
            ...answerDue,
          },
          happened: { by: given.by.id, type: 'ComplaintReopened', facts },
        }
      const done = nextFollowUp({ followUps }) === undefined
      return {
        next: {
          ...current,
          followUps,
          pressed: 0,
          ...(done && { state: 'closed' as const, closedAt: now.toISOString() }),
        },
        happened: { by: given.by.id, type: done ? 'ComplaintClosed' : 'FollowedUp', facts },
      }
    })
    if (complaint.state === 'closed') await releaseOpenChat(complaints, complaint)
    await waits.wake(complaintWait(complaint.id))
    return complaint
  }
