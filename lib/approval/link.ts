import { codeOf, sameSecret, seal, sha256 } from '../platform/ids'
import type { Ask } from './approval'

/**
 * Invariant 4. The token has the 256 bits of an HMAC over 256 random bits (`nonce`); the table holds the nonce and
 * the token's hash, the key lives with the secrets: neither alone opens a link, and a repeated step mails the same one.
 */
const parts = (ask: Pick<Ask, 'submissionId' | 'version' | 'index' | 'personId' | 'round' | 'nonce'>) =>
  [
    ask.submissionId,
    String(ask.version),
    String(ask.index),
    ask.personId,
    String(ask.round),
    ask.nonce,
  ] as const

export const tokenOf = (key: string, ask: Parameters<typeof parts>[0]): string =>
  seal(key, 'approval-link', ...parts(ask))
export const linkHashOf = (token: string): string => sha256(token)
export const approvalCodeOf = (key: string, ask: Parameters<typeof parts>[0]): string =>
  codeOf(key, 'approval-code', ...parts(ask))

const nonceLastsMs = 2 * 3_600_000

/** Proves that a POST comes from a page we rendered for this link and this content, at most two hours ago. */
export function pageNonce(key: string, linkHash: string, contentHash: string, now: Date): string {
  const until = String(now.getTime() + nonceLastsMs)
  return `${until}.${seal(key, 'page', linkHash, contentHash, until)}`
}

export function isPageNonce(
  key: string,
  nonce: string,
  linkHash: string,
  contentHash: string,
  now: Date,
): boolean {
  const [until = '', mark = ''] = nonce.split('.')
  return Number(until) > now.getTime() && sameSecret(mark, seal(key, 'page', linkHash, contentHash, until))
}
