import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { origins, type WayKind, type WaySecret } from './way'
import { within } from '../../platform/within'

/** What came of one notice; `said` is the platform's word without any secret. As of a letter (`channels/mail/smtp.ts`). */
export type Told =
  | { kind: 'sent' }
  /** the connection broke after the notice was handed over: it may have arrived */
  | { kind: 'unknown' }
  /** asking again changes nothing: a person has to mend it */
  | { kind: 'refused'; said: string }
  | { kind: 'later'; said: string; everybody: boolean }

export interface Notice {
  /** one line */
  title: string
  /** an address of ours */
  link: string
  label: string
}

/** Names the account of one person within 企业微信; robots speak to their group. */
export type Notify = (way: WaySecret, notice: Notice, to?: string) => Promise<Told>

const timeoutMs = 8_000
/** Codes that say: not now (reference sheet of the messengers, 13). All others are a no. */
const passing = new Set([-1, 45009, 45033, 130101, 410100, 11232])
const tokenOver = new Set([40014, 42001, 41001])

const Answer = z.looseObject({
  errcode: z.number().optional(),
  code: z.number().optional(),
  errmsg: z.string().optional(),
  msg: z.string().optional(),
  invaliduser: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().optional(),
})
type Answer = z.infer<typeof Answer>

/** 钉钉: the secret signs; the time in milliseconds and the secret are what is signed. */
export const dingtalkSign = (signing: string, at: number): string =>
  createHmac('sha256', signing).update(`${at}\n${signing}`).digest('base64')

/** 飞书: the time in seconds and the secret are the key; nothing is signed. */
export const feishuSign = (signing: string, seconds: number): string =>
  createHmac('sha256', `${seconds}\n${signing}`).digest('base64')

const textOf = ({ title, link, label }: Notice) => `${title}\n${label}：${link}`
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Nothing left this machine, or nobody knows. */
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])
const codeOf = (error: unknown): string => {
  const { cause, name } = error as { cause?: { code?: string }; name?: string }
  return cause?.code ?? name ?? 'unknown'
}

/**
 * Notices by the office messengers. `at` is `platforms`, or the address below which twins of them stand. A token of
 * 企业微信 is kept as long as this instance lives.
 */
export function createMessenger({ at, now }: { at: string; now: () => number }): Notify {
  const tokens = new Map<string, { token: string; until: number }>()
  const baseOf = (kind: WayKind) =>
    at === 'platforms' ? origins[kind] : `${at.replace(/\/$/, '')}/${kind.split('-')[0]}`

  async function ask(kind: WayKind, path: string, body?: object): Promise<Answer | Told> {
    try {
      const response = await fetch(`${baseOf(kind)}${path}`, {
        method: body ? 'POST' : 'GET',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body && {
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(body),
        }),
      })
      const text = await response.text()
      const answer = response.ok ? Answer.safeParse(jsonOf(text)).data : undefined
      return answer ?? { kind: 'unknown' }
    } catch (error) {
      const code = codeOf(error)
      return neverLeft.has(code) ? { kind: 'later', said: code, everybody: false } : { kind: 'unknown' }
    }
  }

  function toldBy(answer: Answer | Told): Told {
    if ('kind' in answer) return answer as Told
    const code = answer.errcode ?? answer.code
    if (code === undefined) return { kind: 'unknown' }
    if (code === 0)
      return answer.invaliduser ? { kind: 'refused', said: '81013 invaliduser' } : { kind: 'sent' }
    const said = within(`${code} ${answer.errmsg ?? answer.msg ?? ''}`.trim(), 200)
    return passing.has(code) ? { kind: 'later', said, everybody: false } : { kind: 'refused', said }
  }

  async function tokenOf(way: Extract<WaySecret, { kind: 'wecom-app' }>): Promise<string | Told> {
    const of = `${way.corpId} ${way.agentId} ${way.secret}`
    const kept = tokens.get(of)
    if (kept && kept.until > now()) return kept.token
    const query = new URLSearchParams({ corpid: way.corpId, corpsecret: way.secret })
    const answer = await ask(way.kind, `/cgi-bin/gettoken?${query.toString()}`)
    if ('kind' in answer || !answer.access_token) {
      const told = toldBy(answer)
      // Asking for a token delivers nothing: whatever happened, nothing arrived.
      return told.kind === 'unknown' || told.kind === 'sent'
        ? { kind: 'later', said: 'gettoken', everybody: false }
        : told
    }
    tokens.set(of, { token: answer.access_token, until: now() + ((answer.expires_in ?? 7200) - 300) * 1000 })
    return answer.access_token
  }

  async function toPerson(
    way: Extract<WaySecret, { kind: 'wecom-app' }>,
    notice: Notice,
    to: string,
  ): Promise<Told> {
    for (let attempt = 1; ; attempt++) {
      const token = await tokenOf(way)
      if (typeof token !== 'string') return token
      const answer = await ask(way.kind, `/cgi-bin/message/send?access_token=${encodeURIComponent(token)}`, {
        ...{ touser: to, msgtype: 'textcard', agentid: way.agentId },
        textcard: {
          title: within(notice.title, 128),
          description: escaped(within(notice.title, 400)),
          url: notice.link,
          btntxt: '打开',
        },
        ...{ enable_duplicate_check: 1, duplicate_check_interval: 3600 },
      })
      if (attempt === 1 && !('kind' in answer) && tokenOver.has(answer.errcode ?? 0)) {
        tokens.clear()
        continue
      }
      return toldBy(answer)
    }
  }

  return async (way, notice, to = '') => {
    switch (way.kind) {
      case 'wecom-robot':
        return toldBy(
          await ask(way.kind, `/cgi-bin/webhook/send?key=${way.key}`, {
            msgtype: 'text',
            text: { content: within(textOf(notice), 2048) },
          }),
        )
      case 'dingtalk-robot': {
        const at = now()
        const signed = way.signing
          ? `&timestamp=${at}&sign=${encodeURIComponent(dingtalkSign(way.signing, at))}`
          : ''
        return toldBy(
          await ask(way.kind, `/robot/send?access_token=${way.key}${signed}`, {
            msgtype: 'text',
            text: { content: within(textOf(notice), 4096) },
          }),
        )
      }
      case 'feishu-robot':
      case 'lark-robot': {
        const seconds = Math.floor(now() / 1000)
        return toldBy(
          await ask(way.kind, `/open-apis/bot/v2/hook/${way.key}`, {
            ...(way.signing && { timestamp: String(seconds), sign: feishuSign(way.signing, seconds) }),
            msg_type: 'text',
            content: { text: within(textOf(notice), 4096) },
          }),
        )
      }
      case 'wecom-app':
        return toPerson(way, notice, to)
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
