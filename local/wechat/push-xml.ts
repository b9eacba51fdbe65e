import type { MassSend } from './state'

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

const head = (account: string, openId: string, atMs: number) =>
  `<ToUserName>${cdata(account)}</ToUserName><FromUserName>${cdata(openId)}</FromUserName>` +
  `<CreateTime>${Math.floor(atMs / 1000)}</CreateTime>`

/** A reader's text message (reference sheet, 8.5). */
export const pushText = (
  account: string,
  { openId, at, text, msgId }: { openId: string; at: number; text: string; msgId: string },
): string =>
  `<xml>${head(account, openId, at)}<MsgType>${cdata('text')}</MsgType>` +
  `<Content>${cdata(text)}</Content><MsgId>${msgId}</MsgId></xml>`

/** A follower's act (reference sheet, 8.6): `unsubscribe`, or `CLICK` on a menu entry with its key. */
export const pushAct = (
  account: string,
  { openId, at, event, key }: { openId: string; at: number; event: 'unsubscribe' | 'CLICK'; key?: string },
): string =>
  `<xml>${head(account, openId, at)}<MsgType>${cdata('event')}</MsgType><Event>${cdata(event)}</Event>` +
  `<EventKey>${cdata(key ?? '')}</EventKey></xml>`

/** An article judged a reprint, by its place from 1. */
export interface Reprinted {
  article: number
  url: string
  canReprint: boolean
  /** readers get the original in its place */
  replaced: boolean
}

/** MASSSENDJOBFINISH (reference sheet, 6.7); a failed send names no articles. */
export function finishXml(
  account: string,
  send: MassSend,
  facts: {
    openId: string
    at: number
    followers: number
    status: string
    articleUrls: string[]
    /** every delivery failed */
    nobody?: boolean
    reprints?: Reprinted[]
  },
): string {
  const { openId, at, followers, status, articleUrls, nobody = false, reprints = [] } = facts
  const filtered = status === 'send success' ? followers : 0
  const sent = nobody ? 0 : filtered
  const items = articleUrls
    .map(
      (url, index) =>
        `<item><ArticleIdx>${index + 1}</ArticleIdx><ArticleUrl>${cdata(url)}</ArticleUrl></item>`,
    )
    .join('')
  const copies = reprints
    .map(
      ({ article, url, canReprint, replaced }) =>
        `<item><ArticleIdx>${article}</ArticleIdx><UserDeclareState>0</UserDeclareState><AuditState>2</AuditState>` +
        `<OriginalArticleUrl>${cdata(url)}</OriginalArticleUrl>` +
        `<OriginalArticleType>1</OriginalArticleType><CanReprint>${canReprint ? 1 : 0}</CanReprint>` +
        `<NeedReplaceContent>${replaced ? 1 : 0}</NeedReplaceContent><NeedShowReprintSource>1</NeedShowReprintSource></item>`,
    )
    .join('')
  const checkState = reprints.length === 0 ? 1 : status === 'send success' ? 2 : 3
  return (
    `<xml>${head(account, openId, at)}<MsgType>${cdata('event')}</MsgType>` +
    `<Event>${cdata('MASSSENDJOBFINISH')}</Event><MsgID>${send.msgId}</MsgID><Status>${cdata(status)}</Status>` +
    `<TotalCount>${followers}</TotalCount><FilterCount>${filtered}</FilterCount><SentCount>${sent}</SentCount>` +
    `<ErrorCount>${filtered - sent}</ErrorCount>` +
    `<CopyrightCheckResult><Count>${reprints.length}</Count><ResultList>${copies}</ResultList>` +
    `<CheckState>${checkState}</CheckState></CopyrightCheckResult>` +
    `<ArticleUrlResult><Count>${articleUrls.length}</Count><ResultList>${items}</ResultList></ArticleUrlResult></xml>`
  )
}
