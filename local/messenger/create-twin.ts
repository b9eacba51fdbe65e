import { createHmac } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import { bodyOf, sendJson, sendText } from '../outside/http'

/** One notice as a group or a person got it. */
export interface Received {
  /** `wecom`, `dingtalk`, `feishu`, `lark` */
  platform: string
  /** key of the robot, or the person's account */
  to: string
  text: string
  link?: string
}

/** How the next calls fail: an answer of the platform, nothing at all, or an answer lost after the notice arrived. */
export type MessengerFault = { times: number } & (
  | { how: 'code'; code: number; said?: string }
  | { how: 'status'; status: number }
  | { how: 'drop'; after: boolean }
)

export interface MessengerTwin {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>
  received(): Received[]
  fault(fault: MessengerFault): void
}

export interface MessengerTwinSettings {
  clock: { now: () => number }
  /** robots that sign, by key: their secrets */
  signing?: Record<string, string>
  /** keys of robots that were removed from their group */
  removed?: string[]
  app?: { corpId: string; secret: string; agentId: number; people: string[] }
}

const hourMs = 3_600_000
const minuteMs = 60_000
const Text = z.looseObject({ msgtype: z.string().optional(), msg_type: z.string().optional() })
const Card = z.object({
  touser: z.string(),
  msgtype: z.literal('textcard'),
  agentid: z.number(),
  textcard: z.object({ title: z.string(), description: z.string(), url: z.url(), btntxt: z.string() }),
})

/**
 * 企业微信, 钉钉 and 飞书 as a server sees them: webhooks of group robots with their signatures and limits, and an application of
 * 企业微信 that writes to one person, with their own codes under HTTP 200 (reference sheet of the messengers).
 */
export function createMessengerTwin(settings: MessengerTwinSettings): MessengerTwin {
  const { clock, signing = {}, removed = [], app } = settings
  const received: Received[] = []
  const faults: MessengerFault[] = []
  const calls = new Map<string, number[]>()
  const cards = new Map<string, number>()
  let tokens = 0

  /** How many this robot was sent in the last span. */
  function isTooFast(key: string, most: number, span: number): boolean {
    const now = clock.now()
    const recent = (calls.get(key) ?? []).filter((at) => at > now - span)
    calls.set(key, [...recent, now])
    return recent.length >= most
  }
  const isNear = (at: number) => Math.abs(clock.now() - at) <= hourMs

  function wecom(url: URL, body: unknown): { answer: object; got?: Received } {
    if (url.pathname.endsWith('/cgi-bin/gettoken')) {
      const query = url.searchParams
      if (query.get('corpid') !== app?.corpId) return { answer: { errcode: 40013, errmsg: 'invalid corpid' } }
      if (query.get('corpsecret') !== app?.secret)
        return { answer: { errcode: 40001, errmsg: 'invalid credential' } }
      return { answer: { errcode: 0, errmsg: 'ok', access_token: `t${++tokens}`, expires_in: 7200 } }
    }
    if (url.pathname.endsWith('/cgi-bin/message/send')) {
      if (url.searchParams.get('access_token') !== `t${tokens}` || tokens === 0)
        return { answer: { errcode: 40014, errmsg: 'invalid access_token' } }
      const card = Card.parse(body)
      if (card.agentid !== app?.agentId) return { answer: { errcode: 40056, errmsg: 'invalid agentid' } }
      if (!app.people.includes(card.touser)) return { answer: { errcode: 81013, errmsg: 'user not found' } }
      if (Buffer.byteLength(card.textcard.title) > 128)
        return { answer: { errcode: 40058, errmsg: 'title exceed max length 128' } }
      const seen = cards.get(JSON.stringify(card))
      cards.set(JSON.stringify(card), clock.now())
      const isAgain = seen !== undefined && seen > clock.now() - hourMs
      return {
        answer: { errcode: 0, errmsg: 'ok', msgid: String(received.length + 1) },
        ...(!isAgain && {
          got: { platform: 'wecom', to: card.touser, text: card.textcard.title, link: card.textcard.url },
        }),
      }
    }
    const key = url.searchParams.get('key') ?? ''
    if (removed.includes(key)) return { answer: { errcode: 93000, errmsg: 'invalid webhook url' } }
    if (isTooFast(key, 20, minuteMs)) return { answer: { errcode: 45009, errmsg: 'api freq out of limit' } }
    const { text } = z
      .object({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) })
      .parse(body)
    if (Buffer.byteLength(text.content) > 2048)
      return { answer: { errcode: 40058, errmsg: 'text.content exceed max length 2048' } }
    return { answer: { errcode: 0, errmsg: 'ok' }, got: { platform: 'wecom', to: key, text: text.content } }
  }

  function dingtalk(url: URL, body: unknown): { answer: object; got?: Received } {
    const key = url.searchParams.get('access_token') ?? ''
    const secret = signing[key]
    if (removed.includes(key)) return { answer: { errcode: 400101, errmsg: 'token is not exist' } }
    if (secret !== undefined) {
      const at = Number(url.searchParams.get('timestamp'))
      if (!isNear(at)) return { answer: { errcode: 310000, errmsg: 'invalid timestamp' } }
      const sign = createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64')
      if (url.searchParams.get('sign') !== sign)
        return { answer: { errcode: 310000, errmsg: 'sign not match' } }
    }
    if (isTooFast(key, 20, minuteMs)) return { answer: { errcode: 130101, errmsg: 'send too fast' } }
    const { text } = z
      .object({ msgtype: z.literal('text'), text: z.object({ content: z.string() }) })
      .parse(body)
    return {
      answer: { errcode: 0, errmsg: 'ok' },
      got: { platform: 'dingtalk', to: key, text: text.content },
    }
  }

  function feishu(platform: string, url: URL, body: unknown): { answer: object; got?: Received } {
    const key = /\/open-apis\/bot\/v2\/hook\/([\w-]+)$/.exec(url.pathname)?.[1] ?? ''
    const secret = signing[key]
    if (removed.includes(key))
      return { answer: { code: 19001, msg: 'param invalid: incoming webhook access token invalid' } }
    const sent = z
      .object({
        timestamp: z.string().optional(),
        sign: z.string().optional(),
        msg_type: z.literal('text'),
        content: z.object({ text: z.string() }),
      })
      .parse(body)
    if (secret !== undefined) {
      const sign = createHmac('sha256', `${sent.timestamp}\n${secret}`).digest('base64')
      if (sent.sign !== sign || !isNear(Number(sent.timestamp) * 1000))
        return {
          answer: {
            code: 19021,
            msg: 'sign match fail or timestamp is not within one hour from current time',
          },
        }
    }
    if (isTooFast(key, 5, 1_000) || isTooFast(`${key} minute`, 100, minuteMs))
      return { answer: { code: 11232, msg: 'frequency limited' } }
    return {
      answer: { code: 0, msg: 'success', data: {} },
      got: { platform, to: key, text: sent.content.text },
    }
  }

  function answerOf(url: URL, body: unknown): { answer: object; got?: Received } | undefined {
    const platform = /\/(wecom|dingtalk|feishu|lark)\//.exec(url.pathname)?.[1]
    if (platform === 'wecom') return wecom(url, body)
    if (platform === 'dingtalk') return dingtalk(url, body)
    return platform === undefined ? undefined : feishu(platform, url, body)
  }

  return {
    received: () => [...received],
    fault: (fault) => void faults.push(fault),
    async handle(req, res) {
      const url = new URL(req.url ?? '/', 'http://twin')
      if (url.pathname.endsWith('/_twin/state')) return sendJson(res, { received })
      const text = (await bodyOf(req)).toString('utf8')
      const body: unknown = text === '' ? undefined : Text.parse(JSON.parse(text))
      const isMessage = !url.pathname.endsWith('/gettoken')
      const fault = isMessage ? faults[0] : undefined
      if (fault && --fault.times === 0) faults.shift()
      if (fault?.how === 'status') return sendText(res, fault.status, 'bad gateway')
      if (fault?.how === 'code')
        return sendJson(res, { errcode: fault.code, code: fault.code, errmsg: fault.said, msg: fault.said })
      if (fault?.how === 'drop' && !fault.after) return void req.socket.destroy()
      const answered = answerOf(url, body)
      if (!answered) return sendText(res, 404, 'no such interface')
      if (answered.got) received.push(answered.got)
      if (fault?.how === 'drop') return void req.socket.destroy()
      sendJson(res, answered.answer)
    },
  }
}
