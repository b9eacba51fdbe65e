import type { Outcome } from './outcome'

/** A picture to upload; `name` carries the extension, because WeChat looks at it. */
export interface PictureFile {
  name: string
  contentType: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/bmp'
  bytes: Uint8Array
}

/** One article of a draft (reference sheet, section 4). Lengths are checked by `draftFindings` in limits.ts. */
export interface DraftArticle {
  /** at most 32 characters */
  title: string
  /** at most 16 characters */
  author?: string
  /** at most 120 characters; shown for a draft of one article only */
  digest?: string
  /** HTML, fewer than 20,000 characters and less than 1 MB, tags included; pictures by uploadimg URLs only */
  content: string
  /** the link behind 阅读原文, at most 1 KB */
  sourceUrl?: string
  /** permanent material of type image or thumb: the cover */
  coverMediaId: string
  /** cover crop `X1_Y1_X2_Y2`, each 0 to 1 from the top left, at most 6 decimals */
  coverCrop235?: string
  coverCrop1?: string
}

/** An article as WeChat gives it back: its content is what the filter left. */
export interface StoredArticle extends DraftArticle {
  /** a preview link that lives for a while */
  url?: string
}

/** A draft in WeChat's box, whoever made it. */
export interface ListedDraft {
  mediaId: string
  updatedAt: Date
  articles: StoredArticle[]
}

export type Receiver = { openId: string } | { wechatId: string }

export interface MassSend {
  /** of the draft; used up when the send succeeds */
  mediaId: string
  /** at most 32 ASCII characters, the same for every try of one send */
  clientMsgId: string
  /** everyone, or the followers under one tag */
  to: 'everyone' | { tagId: number }
  /** go on when judged a reprint that its original allows; default no */
  sendIgnoreReprint?: boolean
}

export type MassSendStatus = 'SEND_SUCCESS' | 'SENDING' | 'SEND_FAIL' | 'DELETE'

/** The WeChat official account API in business words. Message ids are strings: they may outgrow a number. */
export interface Wechat {
  /** A picture inside an article: jpg or png below 1 MB. Gives the only kind of URL that survives in content. */
  uploadArticlePicture(file: PictureFile): Promise<Outcome<{ url: string }>>
  /** Permanent material for covers: `image` up to 10 MB, `thumb` jpg up to 64 KB. */
  addMaterial(type: 'image' | 'thumb', file: PictureFile): Promise<Outcome<{ mediaId: string; url?: string }>>
  addDraft(articles: DraftArticle[]): Promise<Outcome<{ mediaId: string }>>
  getDraft(mediaId: string): Promise<Outcome<{ articles: StoredArticle[] }>>
  /** `index` counts from 0. */
  updateDraft(change: { mediaId: string; index: number; article: DraftArticle }): Promise<Outcome<object>>
  deleteDraft(mediaId: string): Promise<Outcome<object>>
  /** Drafts in the box, newest first; at most 20 at a time. */
  listDrafts(page: {
    offset: number
    count: number
  }): Promise<Outcome<{ total: number; drafts: ListedDraft[] }>>
  /** What the account has published, newest first; at most 20 at a time. Certified accounts only. */
  listPublished(page: {
    offset: number
    count: number
  }): Promise<Outcome<{ published: Omit<ListedDraft, 'mediaId'>[] }>>
  /** Test send (policy 10.3) to one follower; 100 a day. -1 is `unknown`: the tester may have got it. */
  testSend(preview: { mediaId: string; to: Receiver }): Promise<Outcome<{ msgId?: string }>>
  /**
   * Mass send, called once: no retry inside but the one after a token error, which WeChat refuses before acting.
   * `done` means accepted, not finished: the result is the `mass-send-finished` event. 45065 is a refusal with the
   * existing `msgId`; 89504 and 89505 mean that an administrator has to confirm, which is no failure.
   */
  massSend(send: MassSend): Promise<Outcome<{ msgId: string; msgDataId?: string }>>
  massSendStatus(msgId: string): Promise<Outcome<{ status: MassSendStatus }>>
  /** Removes a sent article (`articleIndex` from 1) or all of them; the cards stay in the readers' chats. */
  deleteMassSend(sent: { msgId: string; articleIndex?: number }): Promise<Outcome<object>>
  /** A customer service answer, within 48 hours of the reader's message. -1 is `unknown`. */
  answerReader(answer: { openId: string; text: string }): Promise<Outcome<object>>
  /** Asks WeChat to resolve and ping the callback address; 40201 when none is set in its console. */
  checkCallback(): Promise<Outcome<object>>
  /** Daily quota of one API, e.g. `/cgi-bin/message/mass/sendall`. Counts calls, not successful sends. */
  quotaOf(path: string): Promise<Outcome<{ dailyLimit: number; used: number; remain: number }>>
}
