import { encrypt } from './aes'
import { signatureOf } from './signature'

/** An answer in AES mode, as XML. `success` and the empty answer need no encryption (sheet, 8.3). */
export function encryptReply(reply: {
  message: string
  appId: string
  token: string
  encodingAesKey: string
  timestamp: string
  nonce: string
  /** 16 bytes */
  random: Uint8Array
}): string {
  const { message, appId, token, encodingAesKey, timestamp, nonce, random } = reply
  const encrypted = encrypt(encodingAesKey, { message, appId, random })
  const signature = signatureOf(token, timestamp, nonce, encrypted)
  return (
    `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature>` +
    `<TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`
  )
}
