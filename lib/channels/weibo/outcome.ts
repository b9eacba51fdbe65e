import type { Bilingual } from '../../platform/refusal'

/**
 * What to do about an error code (reference sheet weibo, section 6): `retry` back off and repeat · `quota` wait for
 * the hour or day to turn · `authorise` the account holder signs in again · `administrator` change the app's settings ·
 * `permanent` mend the input · `repeated` 20017, 20019, 20111: perhaps it stands already, look in the timeline
 */
export type WeiboRefusalClass = 'retry' | 'quota' | 'authorise' | 'administrator' | 'permanent' | 'repeated'

/** A definite no: Weibo did not do what was asked. */
export interface WeiboRefusal {
  /** Weibo's `error_code`; 21332 also when no token is kept and 10023, 10024 when our own count says no: not called */
  code: number
  /** Weibo's words; for people only, never matched on except the two meanings of 10017 */
  error: string
  class: WeiboRefusalClass
  advice: Bilingual
}

export type WeiboUnknownCause =
  'timeout' | 'connection' | 'http-status' | 'unreadable' | 'system-error' | 'delayed'

/**
 * What a call came to. `unknown` means it may or may not have happened: a timeout, a broken connection, a body without
 * JSON, 10001 and its like after sending (`system-error`), or 20032 (`delayed`: created, visible in one or two
 * minutes). Never posted again: the timeline is asked first.
 */
export type WeiboOutcome<T> =
  | { kind: 'done'; value: T }
  | { kind: 'refused'; refusal: WeiboRefusal }
  | { kind: 'unknown'; cause: WeiboUnknownCause; detail: string }
