import type { Bilingual } from '../../platform/refusal'

/**
 * What to do about an error code (reference sheet, section 10):
 * `retry` back off and repeat · `token` fetch a new token (done once inside the client) · `quota` wait for the
 * period to turn · `administrator` a person must act in WeChat · `permanent` mend the input ·
 * `idempotency` the `clientmsgid` was seen before
 */
export type RefusalClass = 'retry' | 'token' | 'quota' | 'administrator' | 'permanent' | 'idempotency'

/** A definite no: WeChat did not do what was asked. */
export interface WechatRefusal {
  /** WeChat's code, e.g. 45028; -1 with `stage: 'token'` when no token could be had and the call was never made */
  errcode: number
  /** WeChat's words without the rid; for people only, never matched on */
  errmsg: string
  /** WeChat's request id, for its support */
  rid?: string
  /** where it was refused: getting the access token (the call itself was never made), or the call */
  stage: 'token' | 'call'
  class: RefusalClass
  advice: Bilingual
  /** with 40164 and 61004: the address an administrator has to allow */
  ip?: string
  /** with 45065: the mass send that already carries this `clientmsgid` */
  msgId?: string
}

/** Why nobody knows whether WeChat did it. */
export type UnknownCause = 'timeout' | 'connection' | 'http-status' | 'unreadable' | 'system-error'

/**
 * What a call came to. `unknown` means it may or may not have happened: a timeout, a broken connection, a status
 * that is not 200, an unreadable answer, or -1 on a call that is not safe to repeat.
 */
export type Outcome<T> =
  | { kind: 'done'; value: T }
  | { kind: 'refused'; refusal: WechatRefusal }
  | { kind: 'unknown'; cause: UnknownCause; detail: string }
