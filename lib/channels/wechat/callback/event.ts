/** What happened to a mass send, from MASSSENDJOBFINISH (reference sheet, 6.7). */
export interface MassSendFinished {
  kind: 'mass-send-finished'
  /** equals the `msgId` that `massSend` gave */
  msgId: string
  /**
   * `sent`; `failed` without a reason; `refused` with WeChat's `err(N)` in `refusal`; `unknown` for a status that is
   * not documented: it says nothing of the send, so `mass/get` has to
   */
  result: 'sent' | 'failed' | 'refused' | 'unknown'
  /** `review` content, `originality`, or the `administrator` refused (40001) or kept silent (40002) */
  refusal?: { code: number; by: 'review' | 'originality' | 'administrator' }
  /** WeChat's own word, e.g. `send success`, `err(30003)` */
  status: string
  /** approximate: pushed when the job is nearly done */
  counts: { total: number; afterFilter: number; sent: number; failed: number }
  /** `index` from 1; empty when WeChat gave none */
  articles: { index: number; url: string }[]
  originality: {
    /** 1 not a reprint, 2 a reprint that may be sent, 3 a reprint that may not; 0 or undefined: not checked */
    checkState?: number
    articles: {
      index: number
      auditState: number
      canReprint: boolean
      originalUrl?: string
      /** readers get the original's text in the place of the one that was sent */
      replaced: boolean
    }[]
  }
}

export interface TextMessage {
  kind: 'text'
  msgId: string
  text: string
}

/** Anything else, kept as it came. */
export interface OtherPush {
  kind: 'other'
  /** e.g. `event`, `image` */
  msgType: string
  /** with msgType `event`, e.g. `subscribe` */
  event?: string
  fields: Record<string, unknown>
}

/** One message or event pushed by WeChat, signature checked. */
export type WechatPush = (MassSendFinished | TextMessage | OtherPush) & {
  /** openid of the sender */
  from: string
  /** original id of the account (gh_…) */
  account: string
  createdAt: Date
  /** the same for each delivery of one push: store it to do the work once */
  dedupeKey: string
}
