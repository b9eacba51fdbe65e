import * as z from 'zod'
import { pushAct, pushText } from './push-xml'
import { WechatError } from './errors'
import { queueDelivery } from './deliveries'
import { nextId, type Twin } from './twin'

const windowMs = 48 * 3_600_000
const answersInWindow = 5

const Answer = z.object({
  touser: z.string(),
  msgtype: z.string(),
  text: z.object({ content: z.string() }).optional(),
})

/** `custom/send` of text: five answers within 48 hours of the reader's last message (reference sheet, 9). */
export function answerReader(twin: Twin, body: unknown) {
  const { data } = Answer.safeParse(body)
  if (!data) throw new WechatError(40035)
  if (data.msgtype !== 'text' || !data.text) {
    throw new WechatError(40008, {}, `invalid message type: the twin answers with text, not ${data.msgtype}`)
  }
  if (!data.text.content) throw new WechatError(44004)
  const reader = twin.state.followers.find((one) => one.openId === data.touser)
  if (!reader) throw new WechatError(40003)
  const chat = twin.state.messages.filter((message) => message.openId === data.touser)
  const asked = chat.findLastIndex((message) => message.from === 'reader')
  const question = chat[asked]
  if (!reader.follows || !question || twin.now() - question.at > windowMs) throw new WechatError(45015)
  if (chat.length - 1 - asked >= answersInWindow) throw new WechatError(45047)
  twin.state.messages.push({ openId: data.touser, from: 'account', text: data.text.content, at: twin.now() })
  return { errcode: 0, errmsg: 'ok' }
}

/** A reader writes to the account: kept, and pushed to the callback. */
export function writeToAccount(twin: Twin, openId: string, text: string) {
  const at = twin.now()
  twin.state.messages.push({ openId, from: 'reader', text, at })
  const msgId = `2${String(nextId(twin.state)).padStart(16, '0')}`
  queueDelivery(twin, {
    openId,
    dueAt: at,
    xml: pushText(twin.account.originalId, { openId, at, text, msgId }),
  })
}

/** A reader presses the account's menu, or stops following it: pushed to the callback. */
export function actOnAccount(twin: Twin, openId: string, event: 'unsubscribe' | 'CLICK', key?: string) {
  const at = twin.now()
  const reader = twin.state.followers.find((one) => one.openId === openId)
  if (!reader) throw new WechatError(40003)
  if (event === 'unsubscribe') reader.follows = false
  queueDelivery(twin, {
    openId,
    dueAt: at,
    xml: pushAct(twin.account.originalId, { openId, at, event, ...(key && { key }) }),
  })
}
