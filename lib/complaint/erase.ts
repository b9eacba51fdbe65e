import type { Clock } from '../platform/clock'
import { log } from '../platform/log'
import type { Complaint } from './complaint'
import type { Complaints } from './store'

interface Needs {
  complaints: Complaints
  clock: Clock
}

const holdsData = ({ sealed, sealedAnswer, followUps }: Complaint): boolean =>
  sealed !== undefined || sealedAnswer !== undefined || followUps.some(({ note }) => note !== undefined)

/** The customer's data go, also what was written after an erasure; dates, unit, outcome and figures stay. Repeatable. */
export const eraseComplaint =
  ({ complaints, clock }: Needs) =>
  async (complaintId: string, why: NonNullable<Complaint['erased']>['why']): Promise<void> => {
    await complaints.change(complaintId, (current) =>
      current.erased && !holdsData(current)
        ? undefined
        : {
            next: {
              ...current,
              sealed: undefined,
              sealedAnswer: undefined,
              followUps: current.followUps.map(({ note: _note, ...rest }) => rest),
              erased: current.erased ?? { at: clock.now().toISOString(), why },
            },
            happened: { by: 'system', type: 'CustomerErased', facts: { why } },
          },
    )
  }

/** Somebody unsubscribed: WeChat demands that what was kept of them is deleted. */
export const eraseCustomer =
  (needs: Needs) =>
  async (chatId: string, at: Date): Promise<void> => {
    const { complaints } = needs
    const chat = await complaints.chat(chatId)
    if (!chat) return
    for (const id of chat.complaintIds) await eraseComplaint(needs)(id, 'unsubscribed')
    await complaints.eraseChat(chat, at)
    log.info('customer erased', { chatId })
  }

/** A closed complaint was kept long enough: its conversation goes first, so that a repeat finds what is left. */
export const eraseKept =
  (needs: Needs) =>
  async ({ id, chatId, closedAt, updatedAt }: Complaint): Promise<void> => {
    if (chatId) await needs.complaints.releaseChat(chatId, id, closedAt ?? updatedAt)
    await eraseComplaint(needs)(id, 'retention')
  }
