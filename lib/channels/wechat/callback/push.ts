import type { WechatPush } from './event'
import type { XmlFields } from './xml'

/** Query of a callback request, as the HTTP door gives it. */
export interface CallbackQuery {
  signature?: string
  timestamp?: string
  nonce?: string
  echostr?: string
  openid?: string
  encrypt_type?: string
  msg_signature?: string
}

export interface CallbackAccount {
  appId: string
  /** the word typed into WeChat's console; signs every push */
  token: string
  /** those of before, while the console is being changed */
  previousTokens?: string[]
  /**
   * EncodingAESKey, 43 characters each: the current one first, then the previous one while it is being changed. With
   * any, plain pushes are refused: their signature does not cover the body.
   */
  encodingAesKeys: string[]
}

/** Why a push was not believed. The door logs it, answers nothing and does nothing. */
export type PushRejection =
  | 'MissingParameter'
  | 'BadSignature'
  | 'OldTimestamp'
  | 'BadXml'
  | 'DtdRefused'
  | 'TooDeep'
  | 'BadEncryption'
  | 'WrongApp'
  | 'NotEncrypted'

/** `fields` are what `push` was read from, so that it can be kept and read again. */
export type ReadPush =
  { ok: true; push: WechatPush; fields: XmlFields } | { ok: false; reason: PushRejection; detail: string }
