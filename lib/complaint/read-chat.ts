import type { Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import type { Message } from './complaint'
import type { Complaints } from './store'

/**
 * What a follower said, for the editor. Reading it is on record before a word is opened: with the complaint it belongs
 * to, or with the conversation while it is none. @throws Refusal `NotFound` also for one that was erased
 */
export const readChat =
  ({ complaints }: { complaints: Complaints }) =>
  async ({ chatId, by }: { chatId: string; by: Person }): Promise<Message[]> => {
    const chat = await complaints.chat(chatId)
    if (!chat?.sealedOpenId)
      throw new Refusal('NotFound', { zh: '没有这段对话', en: 'there is no such conversation' })
    const complaintId = chat.complaintId ?? chat.complaintIds.at(-1)
    const reader = { id: by.id, name: by.name }
    if (complaintId) await complaints.logAccess(complaintId, reader)
    else await complaints.logChatAccess(chatId, reader)
    return complaints.messages(chatId)
  }
