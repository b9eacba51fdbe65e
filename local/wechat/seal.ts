import { createCipheriv, createHash } from 'node:crypto'
import type { TwinAccount } from './account'

/** SHA-1 over the parts in the order of the alphabet (reference sheet, 8.1 and 8.3). */
export const signatureOf = (...parts: string[]): string =>
  createHash('sha1').update(parts.sort().join('')).digest('hex')

/** Safe mode: 16 random bytes, four of length, the message, the app's id, filled up to 32; AES-256-CBC, base64. */
export function seal({ encodingAesKey, appId }: TwinAccount, message: string, random: Uint8Array): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(message))
  const plain = Buffer.concat([random, length, Buffer.from(message), Buffer.from(appId)])
  const fill = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(fill, fill)])),
    cipher.final(),
  ]).toString('base64')
}
