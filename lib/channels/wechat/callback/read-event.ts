import * as z from 'zod'
import type { MassSendFinished, OtherPush, TextMessage, WechatPush } from './event'
import type { XmlFields } from './xml'

const number = z.coerce.number().int()
const optionalNumber = z.preprocess((value) => (value === '' ? undefined : value), number.optional())

/** `ResultList` comes as text (empty or white space), as one object, or as a list (sheet, 6.7). */
const resultList = <T extends z.ZodType>(item: T) =>
  z
    .preprocess((value) => {
      if (!value || typeof value !== 'object') return []
      const list = (value as { item?: unknown }).item
      return list === undefined || list === '' ? [] : [list].flat()
    }, z.array(item))
    .default([])

/** A node that may be empty text instead of a structure. */
const node = <T extends z.ZodType>(inner: T) =>
  z.preprocess((value) => (value && typeof value === 'object' ? value : {}), inner)

const Head = z.object({
  ToUserName: z.string().min(1),
  FromUserName: z.string().min(1),
  CreateTime: z.coerce.number().int().positive(),
  MsgType: z.string().min(1),
  Event: z.string().optional(),
  MsgId: z.string().optional(),
  MsgID: z.string().optional(),
})

const Finished = z.object({
  MsgID: z.string().min(1),
  Status: z.string(),
  TotalCount: number.default(0),
  FilterCount: number.default(0),
  SentCount: number.default(0),
  ErrorCount: number.default(0),
  ArticleUrlResult: node(
    z.object({ ResultList: resultList(z.object({ ArticleIdx: number, ArticleUrl: z.string() })) }),
  ),
  CopyrightCheckResult: node(
    z.object({
      CheckState: optionalNumber,
      ResultList: resultList(
        z.object({
          ArticleIdx: number,
          AuditState: number.default(0),
          CanReprint: optionalNumber,
          NeedReplaceContent: optionalNumber,
          OriginalArticleUrl: z.string().optional(),
        }),
      ),
    }),
  ),
})

function refusalOf(code: number): MassSendFinished['refusal'] {
  if (code === 40001 || code === 40002) return { code, by: 'administrator' }
  return { code, by: code >= 30001 && code <= 30003 ? 'originality' : 'review' }
}

/** Only WeChat's two documented words are a result; a failure frees the day, so none is guessed. */
function resultOf(status: string): 'sent' | 'failed' | 'unknown' {
  if (/^send\s?success$/i.test(status)) return 'sent'
  return /^send\s?fail$/i.test(status) ? 'failed' : 'unknown'
}

function finishedOf(fields: XmlFields): MassSendFinished {
  const event = Finished.parse(fields)
  const code = /^err\((\d+)\)$/.exec(event.Status.replace(/\s/g, ''))?.[1]
  return {
    kind: 'mass-send-finished',
    msgId: event.MsgID,
    result: code ? 'refused' : resultOf(event.Status.trim()),
    ...(code && { refusal: refusalOf(Number(code)) }),
    status: event.Status,
    counts: {
      total: event.TotalCount,
      afterFilter: event.FilterCount,
      sent: event.SentCount,
      failed: event.ErrorCount,
    },
    articles: event.ArticleUrlResult.ResultList.map((item) => ({
      index: item.ArticleIdx,
      url: item.ArticleUrl,
    })),
    originality: {
      checkState: event.CopyrightCheckResult.CheckState,
      articles: event.CopyrightCheckResult.ResultList.map((item) => ({
        index: item.ArticleIdx,
        auditState: item.AuditState,
        canReprint: item.CanReprint === 1,
        originalUrl: item.OriginalArticleUrl || undefined,
        replaced: item.NeedReplaceContent === 1,
      })),
    },
  }
}

function bodyOf(head: z.infer<typeof Head>, fields: XmlFields): MassSendFinished | TextMessage | OtherPush {
  if (head.MsgType === 'event' && head.Event === 'MASSSENDJOBFINISH') return finishedOf(fields)
  if (head.MsgType === 'text' && head.MsgId) {
    return { kind: 'text', msgId: head.MsgId, text: z.string().default('').parse(fields['Content']) }
  }
  return { kind: 'other', msgType: head.MsgType, event: head.Event || undefined, fields }
}

/** From the fields of a push to its typed form. Throws a ZodError when they are not a push of WeChat's. */
export function readEvent(fields: XmlFields): WechatPush {
  const head = Head.parse(fields)
  // Sheet, 8.4: messages by MsgId, events by sender and second; a finish event also by the send it tells of.
  const dedupeKey = head.MsgId
    ? `message ${head.MsgId}`
    : `event ${head.FromUserName} ${head.CreateTime} ${head.Event ?? ''} ${head.MsgID ?? ''}`.trim()
  return {
    ...bodyOf(head, fields),
    from: head.FromUserName,
    account: head.ToUserName,
    createdAt: new Date(head.CreateTime * 1000),
    dedupeKey,
  }
}
