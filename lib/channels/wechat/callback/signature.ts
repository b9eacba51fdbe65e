import { createHash } from 'node:crypto'
import type { CallbackAccount } from './push'
import { sameSecret } from '../../../platform/ids'

/** SHA-1 hex over the parts sorted as text: `[token, timestamp, nonce]`, in AES mode with the ciphertext (sheet, 8). */
export const signatureOf = (...parts: string[]): string =>
  createHash('sha1').update(parts.sort().join('')).digest('hex')

/** With any of the account's tokens; each in constant time. */
export const signatureFits = (
  { token, previousTokens = [] }: Pick<CallbackAccount, 'token' | 'previousTokens'>,
  given: string,
  ...parts: string[]
): boolean => [token, ...previousTokens].some((word) => sameSecret(given, signatureOf(word, ...parts)))
