import type { WechatPush } from '../channels/wechat/callback/event'
import { sha256 } from '../platform/ids'
import { log } from '../platform/log'
import { complaintRules, isComplaint } from '../policy/complaint-rule'
import type { Chat } from './complaint'
import { eraseCustomer } from './erase'
import { registerComplaint, type RegisterNeeds } from './register'
import { chatIdOf } from './store'

interface Needs extends RegisterNeeds {
  account: string
}

const textOf = (push: WechatPush): string | undefined => {
  if (push.kind === 'text') return push.text
  if (push.kind !== 'other') return undefined
  const isMenu = push.event === 'CLICK' && push.fields['EventKey'] === complaintRules.menuKey
  return isMenu ? '（点了菜单“投诉”）' : undefined
}

/**
 * One believed push of a follower: kept in the conversation, sealed; a complaint when its words or the menu say so.
 * Only rows are written and a machine is started here, so WeChat has its answer in time; repeats change nothing.
 */
export const receiveMessage =
  (needs: Needs) =>
  async (push: WechatPush): Promise<void> => {
    const { complaints, cipher, account } = needs
    const chatId = chatIdOf(account, push.from)
    if (push.kind === 'other' && push.event === 'unsubscribe')
      return eraseCustomer(needs)(chatId, push.createdAt)
    const text = textOf(push)
    if (text === undefined) return
    const at = push.createdAt.toISOString()
    const messageId = sha256(push.dedupeKey).slice(0, 32)
    const { chat } = await complaints.changeChat(chatId, async (before) => {
      // Said before they left: erased, also when WeChat repeats it.
      if (before?.unsubscribedAt && at < before.unsubscribedAt) return undefined
      return {
        chat: {
          ...(before ?? { id: chatId, revision: 0, complaintIds: [] }),
          unsubscribedAt: undefined,
          sealedOpenId: before?.sealedOpenId ?? (await cipher.seal(push.from, chatId)),
          lastMessageAt: before?.lastMessageAt && before.lastMessageAt > at ? before.lastMessageAt : at,
          sentSince: 0,
        },
        message: { id: messageId, from: 'customer', at, text },
      }
    })
    if (!chat || chat.complaintId !== undefined || chat.unsubscribedAt !== undefined) return
    if (push.kind === 'text' && !isComplaint(text)) return
    await openFor(needs)(chat, { key: ['wechat', messageId], words: text, by: 'system' })
    log.info('complaint by message', { chatId })
  }

/** A conversation becomes a complaint; it keeps pointing at it until that is closed. */
export const openFor =
  (needs: RegisterNeeds) =>
  async (chat: Chat, { key, words, by }: { key: string[]; words: string; by: string }) => {
    const complaint = await registerComplaint(needs)({
      key,
      source: 'wechat',
      customer: { words },
      chatId: chat.id,
      by,
    })
    await needs.complaints.changeChat(chat.id, async (current) =>
      // Of two at the same moment both are remembered, so that both are erased with the conversation.
      current && !current.complaintIds.includes(complaint.id) && !complaint.erased
        ? {
            chat: {
              ...current,
              complaintId: current.complaintId ?? (complaint.state === 'closed' ? undefined : complaint.id),
              complaintIds: [...current.complaintIds, complaint.id],
            },
          }
        : undefined,
    )
    return complaint
  }
