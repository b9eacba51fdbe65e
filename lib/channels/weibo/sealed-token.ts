import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

const keyOf = (appSecret: string) => Buffer.from(hkdfSync('sha256', appSecret, '', 'weibo access token', 32))

/**
 * A token as it lies in the table: up to five years valid and good for posting without the app's secret, so a copy of
 * the table alone must not hold it. Nonce, tag and cipher, base64url.
 */
export function sealToken(token: string, appSecret: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, keyOf(appSecret), nonce)
  const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Undefined when the app's secret is no longer the one it was sealed with, or the text was changed. */
export function openToken(sealed: string, appSecret: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= nonceBytes + tagBytes) return undefined
  const decipher = createDecipheriv(algorithm, keyOf(appSecret), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  try {
    const opened = decipher.update(bytes.subarray(nonceBytes + tagBytes))
    return Buffer.concat([opened, decipher.final()]).toString('utf8')
  } catch {
    return undefined // GCM says only that the tag does not fit
  }
}
