import type { WechatPush } from '../channels/wechat/callback/event'
import { sha256 } from '../platform/ids'
import { log } from '../platform/log'
import { complaintRules, isComplaint, openedBy, type Trigger } from '../policy/complaint-rule'
import type { Chat } from './complaint'
import { eraseCustomer } from './erase'
import { registerComplaint, type RegisterNeeds } from './register'
import { chatIdOf } from './store'

interface Needs extends RegisterNeeds {
  account: string
}

/** What a customer may send that is no text, by WeChat's name; it stays in WeChat, where the office can look at it. */
const notText: Record<string, string> = {
  image: '[图片]',
  voice: '[语音]',
  video: '[视频]',
  shortvideo: '[视频]',
  location: '[位置]',
  link: '[链接]',
}

interface Said {
  trigger: Trigger
  text: string
  isComplaint: boolean
}

/** What the conversation keeps of a push; other events are not the customer's words. */
function saidIn(push: WechatPush): Said | undefined {
  if (push.kind === 'text')
    return { trigger: 'message', text: push.text, isComplaint: isComplaint(push.text) }
  if (push.kind !== 'other') return undefined
  if (push.msgType !== 'event')
    return { trigger: 'message', text: notText[push.msgType] ?? '[其他消息]', isComplaint: false }
  const isMenu = push.event === 'CLICK' && push.fields['EventKey'] === complaintRules.menuKey
  return isMenu ? { trigger: 'menu', text: '（点了菜单“投诉”）', isComplaint: true } : undefined
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
    if (push.kind === 'other' && push.event === 'unsubscribe') {
      await eraseCustomer(needs)(chatId, push.createdAt)
      return takeSaidSince(needs)(chatId)
    }
    const said = saidIn(push)
    if (!said) return
    const { text, trigger } = said
    const at = push.createdAt.toISOString()
    const messageId = sha256(push.dedupeKey).slice(0, 32)
    const { chat } = await complaints.changeChat(chatId, async (before) => {
      // Said before they left: erased, also when it comes later or again.
      const leftAt = before?.leftAt ?? before?.unsubscribedAt
      if (leftAt !== undefined && at <= leftAt) return undefined
      return {
        chat: {
          ...(before ?? { id: chatId, revision: 0, complaintIds: [] }),
          unsubscribedAt: undefined,
          sealedOpenId: before?.sealedOpenId ?? (await cipher.seal(push.from, chatId)),
          ...openedBy(before, trigger, at),
        },
        message: { id: messageId, from: 'customer', at, text },
      }
    })
    if (!chat || chat.unsubscribedAt !== undefined) return
    if (chat.complaintId !== undefined) return addedBy(needs)(chat.complaintId, trigger, at)
    if (!said.isComplaint) return
    await openFor(needs)(chat, { key: ['wechat', messageId], words: text, by: 'system' })
    log.info('complaint by message', { chatId })
  }

/** They had come back before their leaving was heard of, and a complaint that went with it had taken the new words. */
const takeSaidSince =
  (needs: Needs) =>
  async (chatId: string): Promise<void> => {
    const chat = await needs.complaints.chat(chatId)
    if (!chat || chat.unsubscribedAt !== undefined || chat.complaintId !== undefined) return
    const said = (await needs.complaints.messages(chatId)).find(
      ({ from, text }) => from === 'customer' && isComplaint(text),
    )
    if (said) await openFor(needs)(chat, { key: ['wechat', said.id], words: said.text, by: 'system' })
  }

/** The acknowledgement asks for it: what a customer adds is told to whoever has the complaint, by the watch within a minute. */
const addedBy =
  ({ complaints }: Pick<Needs, 'complaints'>) =>
  async (complaintId: string, trigger: Trigger, at: string): Promise<void> => {
    if (trigger !== 'message') return
    await complaints.change(complaintId, (current) =>
      current.state === 'closed' || at <= (current.furtherAt ?? current.registeredAt)
        ? undefined
        : {
            next: { ...current, furtherAt: at },
            happened: { by: 'system', type: 'CustomerAdded', facts: {} },
          },
    )
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
