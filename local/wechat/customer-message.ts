import * as z from 'zod'
import { pushAct, pushText } from './push-xml'
import { WechatError } from './errors'
import { queueDelivery } from './deliveries'
import { nextId, type Twin } from './twin'

const windowMs = 48 * 3_600_000
const answersInWindow = 5
const tapWindowMs = 60_000
const answersAfterTap = 3

const Answer = z.object({
  touser: z.string(),
  msgtype: z.string(),
  text: z.object({ content: z.string() }).optional(),
})

/**
 * `custom/send` of text: five answers within 48 hours of the reader's last message, or three within a minute of a tap on
 * the menu (reference sheet, 9).
 */
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
  const tappedAt = reader.tappedAt ?? -Infinity
  const windows = [
    {
      since: question?.at ?? -Infinity,
      lastsMs: windowMs,
      left: answersInWindow - (chat.length - 1 - asked),
    },
    {
      since: tappedAt,
      lastsMs: tapWindowMs,
      left: answersAfterTap - chat.filter(({ from, at }) => from === 'account' && at >= tappedAt).length,
    },
  ].filter(({ since, lastsMs }) => reader.follows && twin.now() - since <= lastsMs)
  if (windows.length === 0) throw new WechatError(45015)
  if (windows.every(({ left }) => left <= 0)) throw new WechatError(45047)
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
  else reader.tappedAt = at
  queueDelivery(twin, {
    openId,
    dueAt: at,
    xml: pushAct(twin.account.originalId, { openId, at, event, ...(key && { key }) }),
  })
}
