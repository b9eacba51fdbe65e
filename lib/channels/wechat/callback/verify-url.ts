import type { CallbackAccount, CallbackQuery } from './push'
import { signatureFits } from './signature'

/** The text to answer WeChat's GET with, exactly and as text/plain; undefined when the signature does not fit. */
export function verifyUrl(
  query: CallbackQuery,
  account: Pick<CallbackAccount, 'token' | 'previousTokens'>,
): string | undefined {
  const { signature, timestamp, nonce, echostr } = query
  if (!signature || !timestamp || !nonce || echostr === undefined) return undefined
  return signatureFits(account, signature, timestamp, nonce) ? echostr : undefined
}
