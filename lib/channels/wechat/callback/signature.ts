import { createHash } from 'node:crypto'
import { sameSecret } from '../../../platform/ids'

/** SHA-1 hex over the parts sorted as text: `[token, timestamp, nonce]`, in AES mode with the ciphertext (sheet, 8). */
export const signatureOf = (...parts: string[]): string =>
  createHash('sha1').update(parts.sort().join('')).digest('hex')

/** In constant time. */
export const signatureFits = (given: string, ...parts: string[]): boolean =>
  sameSecret(given, signatureOf(...parts))
