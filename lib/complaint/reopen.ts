import { beijingMoment } from '../platform/beijing-time'
import type { Ids } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { Person } from '../people/person'
import type { AnswerNeeds } from './answer'
import { requireComplaintState, type Complaint } from './complaint'
import { dueFor } from './due'
import { noteOf } from './note'
import { complaintWait } from './store'

const isErased = ({ at }: NonNullable<Complaint['erased']>) =>
  new Refusal('WrongState', {
    zh: `客户信息已于 ${beijingMoment(new Date(at)).zh} 删除，不能重新办理；请作为新的客诉登记`,
    en: `the customer's data were erased on ${beijingMoment(new Date(at)).en}; register a new complaint instead`,
  })

/**
 * By the editor: an answered or closed complaint is to be answered again, with the reason as a note for whoever has it
 * and a new due date. What the customer says next belongs to it again.
 */
export const reopenComplaint =
  (needs: AnswerNeeds & { ids: Ids }) =>
  async (given: {
    complaintId: string
    reason: string
    dueOn?: string
    otherwise?: boolean
    by: Person
  }): Promise<Complaint> => {
    const { complaints, waits } = needs
    const seen = await complaints.withId(given.complaintId)
    const due = await dueFor(needs)(seen, given)
    const note = noteOf(needs, { ...given, text: given.reason, why: 'reopened' })
    const write = await complaints.noteWrite(seen.id, note)
    const complaint = await complaints.change(seen.id, (current) => {
      requireComplaintState(current, 'answered', 'closed')
      if (current.erased) throw isErased(current.erased)
      const { closedAt: _at, closedAs: _as, ...rest } = current
      // Nobody's yet when it was closed unanswered before it was assigned: then that comes first.
      const back = current.unitId === undefined ? {} : due
      return {
        next: {
          ...rest,
          ...back,
          state: current.unitId === undefined ? 'registered' : 'assigned',
          followUps: current.followUps.filter(({ at }) => at !== undefined),
          reopened: current.reopened + 1,
          pressed: 0,
        },
        happened: { by: given.by.id, type: 'ComplaintReopened', facts: { dueOn: due.dueOn } },
        writes: [write],
      }
    })
    const { chatId } = complaint
    if (chatId !== undefined)
      await complaints.changeChat(chatId, async (chat) =>
        chat?.complaintIds.includes(complaint.id) && chat.complaintId === undefined
          ? { chat: { ...chat, complaintId: complaint.id } }
          : undefined,
      )
    await waits.wake(complaintWait(complaint.id))
    return complaint
  }
