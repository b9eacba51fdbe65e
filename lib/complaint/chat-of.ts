import type { Complaint } from './complaint'
import type { Complaints } from './store'

/** A closed complaint takes no more words of its conversation: what the customer says next is another one. */
export async function releaseOpenChat(complaints: Complaints, { id, chatId }: Complaint): Promise<void> {
  if (chatId === undefined) return
  await complaints.changeChat(chatId, async (chat) =>
    chat?.complaintId === id ? { chat: { ...chat, complaintId: undefined } } : undefined,
  )
}
