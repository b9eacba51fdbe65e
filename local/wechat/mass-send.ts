import { createHash } from 'node:crypto'
import * as z from 'zod'
import { draftOf } from './drafts'
import { WechatError } from './errors'
import type { MassSend } from './state'
import { beijingDay, nextId, type Twin } from './twin'

const dayMs = 86_400_000
const tooFastMs = 60_000
const administratorMs = 30 * 60_000
const knownTags = [2]

const News = z.object({ media_id: z.string() })
const SendAll = z.object({
  filter: z.object({
    is_to_all: z.boolean().default(false),
    tag_id: z.union([z.number(), z.string().transform(Number)]).optional(),
  }),
  mpnews: News.optional(),
  msgtype: z.string(),
  clientmsgid: z.string().optional(),
  send_ignore_reprint: z.union([z.literal(0), z.literal(1)]).default(0),
})

/** Accepted sends count while they may still succeed; what failed gives its place back. */
function quotaLeft({ state, account, now }: Twin): boolean {
  const period = (ms: number) => beijingDay(ms).slice(0, account.kind === 'subscription' ? 10 : 7)
  const held = state.sends.filter((send) => send.status !== 'fail').map((send) => send.acceptedAt)
  const used = [...held, ...state.manualSends].filter((at) => period(at) === period(now())).length
  return used < (account.kind === 'subscription' ? 1 : 4)
}

export const finishDelay = ({ random, finishWithinMs }: Twin): number =>
  Math.min(1000, finishWithinMs) + Math.floor(random() * Math.max(0, finishWithinMs - 1000))

/** `mass/sendall` for mpnews: accepted once per clientmsgid in 24 hours (reference sheet, 6.6). */
export function sendAll(
  twin: Twin,
  body: unknown,
  { confirm = twin.state.administratorConfirms, tells = false }: { confirm?: boolean; tells?: boolean } = {},
) {
  const { data: wanted, error } = SendAll.safeParse(body)
  if (!wanted) throw new WechatError(40035, {}, `invalid parameter ${z.prettifyError(error)}`)
  if (wanted.msgtype !== 'mpnews' || !wanted.mpnews) {
    throw new WechatError(40008, {}, `invalid message type: the twin sends mpnews, not ${wanted.msgtype}`)
  }
  const { is_to_all, tag_id } = wanted.filter
  const audience = is_to_all ? 'everyone' : (tag_id ?? NaN)
  if (audience !== 'everyone' && !knownTags.includes(audience)) throw new WechatError(40152)
  const mediaId = wanted.mpnews.media_id
  const clientMsgId =
    wanted.clientmsgid || createHash('sha1').update(`${audience} ${mediaId}`).digest('hex').slice(0, 32)
  if (Buffer.byteLength(clientMsgId) > 32) throw new WechatError(45067)

  const now = twin.now()
  const same = twin.state.sends.findLast((s) => s.clientMsgId === clientMsgId && now - s.acceptedAt < dayMs)
  if (same) {
    const tooFast = now - same.lastTriedAt < tooFastMs
    same.lastTriedAt = now
    throw tooFast ? new WechatError(45066) : new WechatError(45065, { msg_id: same.msgId })
  }
  const draft = draftOf(twin, mediaId)
  if (twin.state.sends.some((s) => s.mediaId === mediaId && now - s.acceptedAt < tooFastMs)) {
    throw new WechatError(42010)
  }
  if (!quotaLeft(twin)) throw new WechatError(45028)

  const send: MassSend = {
    msgId: nextId(twin.state),
    msgDataId: nextId(twin.state),
    clientMsgId,
    mediaId,
    articles: [...draft.articles],
    audience,
    ignoresReprint: wanted.send_ignore_reprint === 1,
    status: confirm ? 'waiting-administrator' : 'sending',
    acceptedAt: now,
    dueAt: now + (confirm ? administratorMs : finishDelay(twin)),
    lastTriedAt: now,
    deletedArticles: [],
  }
  twin.state.sends.push(send)
  // Mostly the answer with 89505 names no msg_id: a caller learns it by repeating the clientmsgid, or from the event.
  if (confirm) throw new WechatError(89505, tells ? { msg_id: send.msgId } : {})
  return {
    errcode: 0,
    errmsg: 'send job submission success',
    msg_id: send.msgId,
    msg_data_id: send.msgDataId,
  }
}

export const sendOf = (twin: Twin, msgId: number): MassSend => {
  const send = twin.state.sends.find((one) => one.msgId === msgId)
  if (!send) throw new WechatError(40059)
  return send
}

const MsgId = z.union([z.number(), z.string().transform(Number)])
const statusWords = {
  sending: 'SENDING',
  success: 'SEND_SUCCESS',
  fail: 'SEND_FAIL',
  deleted: 'DELETE',
} as const

export function getMassSend(twin: Twin, body: unknown) {
  const { data } = z.object({ msg_id: MsgId }).safeParse(body)
  if (!data) throw new WechatError(40059)
  const send = sendOf(twin, data.msg_id)
  if (send.status === 'waiting-administrator') throw new WechatError(89504)
  return { msg_id: send.msgId, msg_status: statusWords[send.status] }
}

export function deleteMassSend(twin: Twin, body: unknown) {
  const { data } = z.object({ msg_id: MsgId, article_idx: z.number().int().default(0) }).safeParse(body)
  if (!data) throw new WechatError(40059)
  const send = sendOf(twin, data.msg_id)
  if (send.status !== 'success' && send.status !== 'deleted') throw new WechatError(40065)
  if (data.article_idx < 0 || data.article_idx > send.articles.length) throw new WechatError(40060)
  const all = send.articles.map((_, at) => at + 1)
  const gone = data.article_idx === 0 ? all : [...new Set([...send.deletedArticles, data.article_idx])]
  send.deletedArticles = gone
  if (gone.length === all.length) send.status = 'deleted'
  return { errcode: 0, errmsg: 'ok' }
}

/** `freepublish/batchget`: what readers can open, newest first. Assumed: mass sends stand there too. */
export function listPublished(twin: Twin, body: unknown) {
  const { data } = z
    .object({ offset: z.number().int(), count: z.number().int().min(1).max(20) })
    .safeParse(body)
  if (!data) throw new WechatError(40035)
  const out = [
    ...twin.state.sends.filter(({ status }) => status === 'success'),
    ...twin.state.handSends.map((send) => ({
      ...send,
      ...{ deletedArticles: [] as number[], finishedAt: send.at, acceptedAt: send.at },
    })),
  ].sort((one, other) => (other.finishedAt ?? other.acceptedAt) - (one.finishedAt ?? one.acceptedAt))
  const item = out.slice(data.offset, data.offset + data.count).map((send) => ({
    article_id: `article-${send.msgId}`,
    content: {
      news_item: send.articles.map((name, at) => {
        const { title, author, digest, content, contentSourceUrl, thumbMediaId } = twin.article(name)
        return {
          ...{ title, author, digest, content, content_source_url: contentSourceUrl },
          ...{ thumb_media_id: thumbMediaId, url: `${twin.publicUrl()}/s/${send.msgId}/${at + 1}` },
          is_deleted: send.deletedArticles.includes(at + 1),
        }
      }),
    },
    update_time: Math.floor((send.finishedAt ?? send.acceptedAt) / 1000),
  }))
  return { total_count: out.length, item_count: item.length, item }
}
