import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { type Clock, systemClock } from '../../platform/clock'
import { call, type WechatCall, type WechatFetch } from './call'
import { articleFromWire, articleToWire, WireArticle } from './draft-wire'
import type { Outcome } from './outcome'
import { tokenSource, withoutToken } from './token'
import type { TokenStore } from './token-store'
import type { PictureFile, Wechat } from './wechat'

/** Fits the logger of `lib/platform/log`. */
export interface WechatLog {
  info(message: string, facts: Record<string, string | number>): void
  warn(message: string, facts: Record<string, string | number>): void
}

export interface WechatSettings {
  fetch?: WechatFetch
  /** `https://api.weixin.qq.com`, or the twin's address */
  baseUrl: string
  appId: string
  /** a function reads it when a token is asked for, so that a new secret needs no deploy */
  appSecret: string | (() => Promise<string>)
  tokens: TokenStore
  /** asked before each call: at an account or address that two people do not know of, none is made */
  mayCall?: () => Promise<boolean>
  /** of one call */
  timeoutMs: number
  log: WechatLog
  clock?: Clock
  wait?: (ms: number) => Promise<unknown>
}

const Nothing = z.object({}).transform(() => ({}))
const Id = z.union([z.string(), z.number()]).transform(String)
const Digits = z.string().regex(/^\d+$/)
const ListedWire = z
  .object({
    media_id: z.string().default(''),
    content: z.object({ news_item: z.array(WireArticle).default([]) }),
    update_time: z.number(),
  })
  .transform(({ media_id, content, update_time }) => ({
    mediaId: media_id,
    updatedAt: new Date(update_time * 1000),
    articles: content.news_item.map(articleFromWire),
  }))
const tokenErrors = new Set([40001, 40014, 42001])

const asForm = ({ name, contentType, bytes }: PictureFile) => {
  const form = new FormData()
  form.set('media', new Blob([Uint8Array.from(bytes)], { type: contentType }), name)
  return form
}

/** The client of one WeChat official account. It holds no state but the promise of a token being fetched. */
export function createWechat(settings: WechatSettings): Wechat {
  const { baseUrl, appId, appSecret, tokens, timeoutMs, log, clock = systemClock } = settings
  const line = { fetch: settings.fetch ?? globalThis.fetch, baseUrl, timeoutMs }
  const source = tokenSource({
    line,
    appId,
    appSecret: typeof appSecret === 'string' ? async () => appSecret : appSecret,
    tokens,
    mayCall: settings.mayCall ?? (async () => true),
    clock,
    wait: async (ms) => void (await (settings.wait ?? sleep)(ms)),
  })

  /** With one new token and one repeat when the token was refused, which happens before WeChat acts (sheet, 2.4). */
  async function ask<T extends z.ZodType>(
    path: string,
    rest: { body?: object | string; query?: Record<string, string>; answer: T; safeToRepeat?: boolean },
  ): Promise<Outcome<z.output<T>>> {
    const { body, query = {}, answer, safeToRepeat = true } = rest
    const attempt = (token: string) => {
      const wanted: WechatCall<T> = {
        path,
        query: { access_token: token, ...query },
        body,
        answer,
        stage: 'call',
        safeToRepeat,
      }
      return call(line, wanted)
    }

    const token = await source.current()
    if (token.kind !== 'done') return noted(path, withoutToken(token))
    const first = await attempt(token.value)
    if (first.kind !== 'refused' || !tokenErrors.has(first.refusal.errcode)) return noted(path, first)
    const next = await source.current(token.value)
    if (next.kind !== 'done') return noted(path, withoutToken(next))
    return noted(path, await attempt(next.value))
  }

  function noted<T>(path: string, outcome: Outcome<T>): Outcome<T> {
    if (outcome.kind === 'done') log.info('wechat done', { path })
    else if (outcome.kind === 'unknown') {
      log.warn('wechat unknown', { path, cause: outcome.cause, detail: outcome.detail })
    } else {
      const { errcode, errmsg, rid = '', stage } = outcome.refusal
      log.warn('wechat refused', { path, errcode, errmsg, rid, stage, class: outcome.refusal.class })
    }
    return outcome
  }

  return {
    uploadArticlePicture: (file) =>
      ask('/cgi-bin/media/uploadimg', { body: asForm(file), answer: z.object({ url: z.string().min(1) }) }),

    addMaterial: (type, file) =>
      ask('/cgi-bin/material/add_material', {
        query: { type },
        body: asForm(file),
        answer: z
          .object({ media_id: z.string().min(1), url: z.string().optional() })
          .transform(({ media_id, url }) => ({ mediaId: media_id, url })),
      }),

    addDraft: (articles) =>
      ask('/cgi-bin/draft/add', {
        body: { articles: articles.map(articleToWire) },
        answer: z
          .object({ media_id: z.string().min(1) })
          .transform(({ media_id }) => ({ mediaId: media_id })),
      }),

    getDraft: (mediaId) =>
      ask('/cgi-bin/draft/get', {
        body: { media_id: mediaId },
        answer: z
          .object({ news_item: z.array(WireArticle) })
          .transform(({ news_item }) => ({ articles: news_item.map(articleFromWire) })),
      }),

    updateDraft: ({ mediaId, index, article }) =>
      ask('/cgi-bin/draft/update', {
        body: { media_id: mediaId, index, articles: articleToWire(article) },
        answer: Nothing,
      }),

    listDrafts: ({ offset, count }) =>
      ask('/cgi-bin/draft/batchget', {
        body: { offset, count, no_content: 0 },
        answer: z
          .object({ total_count: z.number(), item: z.array(ListedWire).default([]) })
          .transform(({ total_count, item }) => ({ total: total_count, drafts: item })),
      }),

    listPublished: ({ offset, count }) =>
      ask('/cgi-bin/freepublish/batchget', {
        body: { offset, count, no_content: 0 },
        answer: z
          .object({ item: z.array(ListedWire).default([]) })
          .transform(({ item }) => ({ published: item })),
      }),

    deleteDraft: (mediaId) => ask('/cgi-bin/draft/delete', { body: { media_id: mediaId }, answer: Nothing }),

    testSend: ({ mediaId, to }) =>
      ask('/cgi-bin/message/mass/preview', {
        body: {
          ...('openId' in to ? { touser: to.openId } : { towxname: to.wechatId }),
          mpnews: { media_id: mediaId },
          msgtype: 'mpnews',
        },
        answer: z.object({ msg_id: Id.optional() }).transform(({ msg_id }) => ({ msgId: msg_id })),
        safeToRepeat: false,
      }),

    massSend: ({ mediaId, clientMsgId, to, sendIgnoreReprint = false }) =>
      ask('/cgi-bin/message/mass/sendall', {
        body: {
          filter: to === 'everyone' ? { is_to_all: true } : { is_to_all: false, tag_id: to.tagId },
          mpnews: { media_id: mediaId },
          msgtype: 'mpnews',
          send_ignore_reprint: sendIgnoreReprint ? 1 : 0,
          clientmsgid: clientMsgId,
        },
        answer: z
          .object({ msg_id: Id, msg_data_id: Id.optional() })
          .transform(({ msg_id, msg_data_id }) => ({ msgId: msg_id, msgDataId: msg_data_id })),
        safeToRepeat: false,
      }),

    massSendStatus: (msgId) =>
      ask('/cgi-bin/message/mass/get', {
        body: { msg_id: msgId },
        answer: z
          .object({ msg_status: z.enum(['SEND_SUCCESS', 'SENDING', 'SEND_FAIL', 'DELETE']) })
          .transform(({ msg_status }) => ({ status: msg_status })),
      }),

    deleteMassSend: ({ msgId, articleIndex }) =>
      ask('/cgi-bin/message/mass/delete', {
        // This call wants a number, and a JavaScript number would lose digits of a long id.
        body: `{"msg_id":${Digits.parse(msgId)},"article_idx":${articleIndex ?? 0}}`,
        answer: Nothing,
      }),

    answerReader: ({ openId, text }) =>
      ask('/cgi-bin/message/custom/send', {
        body: { touser: openId, msgtype: 'text', text: { content: text } },
        answer: Nothing,
        safeToRepeat: false,
      }),

    checkCallback: () =>
      ask('/cgi-bin/callback/check', {
        body: { action: 'all', check_operator: 'DEFAULT' },
        answer: Nothing,
      }),

    quotaOf: (path) =>
      ask('/cgi-bin/openapi/quota/get', {
        body: { cgi_path: path },
        answer: z
          .object({ quota: z.object({ daily_limit: z.number(), used: z.number(), remain: z.number() }) })
          .transform(({ quota }) => ({
            dailyLimit: quota.daily_limit,
            used: quota.used,
            remain: quota.remain,
          })),
      }),
  }
}
