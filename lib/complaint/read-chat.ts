import type { Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import type { Chat, Message } from './complaint'
import type { Complaints } from './store'

const noChat = () => new Refusal('NotFound', { zh: '没有这段对话', en: 'there is no such conversation' })

const readUpTo = ({ complaints }: { complaints: Complaints }, chatId: string, until: string | undefined) =>
  complaints.changeChat(chatId, async (chat) =>
    chat && until !== undefined && until > (chat.readUntil ?? '')
      ? { chat: { ...chat, readUntil: until } }
      : undefined,
  )

/** By the editor: what was said until now is no complaint; the next message stands among the unread again. */
export const setAside =
  ({ complaints }: { complaints: Complaints }) =>
  async ({ chatId }: { chatId: string }): Promise<Chat> => {
    const chat = await complaints.chat(chatId)
    if (!chat?.sealedOpenId) throw noChat()
    await readUpTo({ complaints }, chatId, chat.lastMessageAt)
    return chat
  }

/**
 * What a follower said, for the editor. Reading it is on record before a word is opened: with the complaint it belongs
 * to, or with the conversation while it is none. @throws Refusal `NotFound` also for one that was erased
 */
export const readChat =
  ({ complaints }: { complaints: Complaints }) =>
  async ({ chatId, by }: { chatId: string; by: Person }): Promise<Message[]> => {
    const chat = await complaints.chat(chatId)
    if (!chat?.sealedOpenId) throw noChat()
    const complaintId = chat.complaintId ?? chat.complaintIds.at(-1)
    const reader = { id: by.id, name: by.name }
    if (complaintId) await complaints.logAccess(complaintId, reader)
    else await complaints.logChatAccess(chatId, reader)
    const messages = await complaints.messages(chatId)
    await readUpTo({ complaints }, chatId, messages.findLast(({ from }) => from === 'customer')?.at)
    return messages
  }
