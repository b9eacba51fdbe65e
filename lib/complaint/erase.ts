import type { Clock } from '../platform/clock'
import { log } from '../platform/log'
import type { Complaint } from './complaint'
import type { Complaints } from './store'

interface Needs {
  complaints: Complaints
  clock: Clock
}

/** The customer's data go; dates, unit, outcome and figures stay. Repeatable. */
export const eraseComplaint =
  ({ complaints, clock }: Needs) =>
  async (complaintId: string, why: NonNullable<Complaint['erased']>['why']): Promise<void> => {
    await complaints.change(complaintId, (current) =>
      current.erased
        ? undefined
        : {
            next: {
              ...current,
              sealed: undefined,
              sealedAnswer: undefined,
              followUps: current.followUps.map(({ note: _note, ...rest }) => rest),
              erased: { at: clock.now().toISOString(), why },
            },
            happened: { by: 'system', type: 'CustomerErased', facts: { why } },
          },
    )
  }

/** Somebody unsubscribed: WeChat demands that what was kept of them is deleted. */
export const eraseCustomer =
  (needs: Needs) =>
  async (chatId: string): Promise<void> => {
    const chat = await needs.complaints.eraseChat(chatId, needs.clock.now())
    if (!chat) return
    for (const id of chat.complaintIds) await eraseComplaint(needs)(id, 'unsubscribed')
    log.info('customer erased', { chatId })
  }
