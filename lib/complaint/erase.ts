import type { Clock } from '../platform/clock'
import { log } from '../platform/log'
import { leftChat, type Complaint } from './complaint'
import { complaintIdOf } from './register'
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
    await complaints.dropNotes(complaintId)
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

/**
 * Somebody unsubscribed: WeChat demands that what was kept of them is deleted. What they said after coming back stays,
 * also when it was taken first; what they said before and comes after this is not taken (`receiveMessage`).
 */
export const eraseCustomer =
  (needs: Needs) =>
  async (chatId: string, at: Date): Promise<void> => {
    const { complaints } = needs
    const { chat } = await complaints.changeChat(chatId, async (before) =>
      before ? undefined : { chat: leftChat(chatId, at) },
    )
    if (!chat) return
    const saidSince = await complaints.saidAfter(chatId, at.toISOString())
    const since = saidSince.flatMap((id) => [
      complaintIdOf(['wechat', id]),
      complaintIdOf(['hand', chatId, id]),
    ])
    const [stay, go] = [true, false].map((stays) =>
      chat.complaintIds.filter((id) => since.includes(id) === stays),
    ) as [string[], string[]]
    for (const id of go) await eraseComplaint(needs)(id, 'unsubscribed')
    await complaints.eraseChat(chat, at, stay)
    log.info('customer erased', { chatId })
  }

/** A closed complaint was kept long enough: its conversation goes first, so that a repeat finds what is left. */
export const eraseKept =
  (needs: Needs) =>
  async ({ id, chatId, closedAt, updatedAt }: Complaint): Promise<void> => {
    if (chatId) await needs.complaints.releaseChat(chatId, id, closedAt ?? updatedAt)
    await eraseComplaint(needs)(id, 'retention')
  }
