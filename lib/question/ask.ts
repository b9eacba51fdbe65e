import * as z from 'zod'
import { codeOf, sameSecret, seal, sha256 } from '../platform/ids'
import type { Write } from '../platform/table'

/** One person asked. Link and code are derived from `nonce`, never stored (invariant 4). */
export const AskHead = z.object({
  personId: z.string(),
  standsInFor: z.string().optional(),
  /** 1, and one more for every link mailed anew */
  round: z.number(),
  nonce: z.string(),
  /** name of the key that link and code are made with; none before keys had names */
  keyName: z.string().optional(),
  linkHash: z.string(),
  /** handed over to somebody else since then: the link is void */
  endedAt: z.iso.datetime().optional(),
})
export type AskHead = z.infer<typeof AskHead>
/** `F`: what the ask carries of what it is about. */
export type Ask<F> = AskHead & F

/** What an ask carries at least, when it stands in the list of what waits for a person. */
export interface Due {
  deadline?: string | undefined
}

/** How the asks of one room are called and where they lie. `At` names one question; links carry it, asks carry `F`. */
export interface AskKind<At extends object, F extends At & Due> {
  /** whose room opens a link */
  about: string
  /** purposes of the seals; links that are out hang on them and on `parts` */
  seals: { link: string; code: string }
  At: z.ZodType<At>
  Fields: z.ZodType<F>
  parts(at: At): string[]
  /** where the asks of one question lie; the person's id ends the sort key */
  home(at: At): { pk: string; prefix: string }
  /** the list of what waits for this person, by deadline */
  list(personId: string): string
  /** has it looked at from that moment on */
  watchWrite(at: At, now: Date): Write
}

type Sealed = Pick<AskHead, 'personId' | 'round' | 'nonce'>
const partsOf = (parts: string[], { personId, round, nonce }: Sealed) => [
  ...parts,
  personId,
  String(round),
  nonce,
]

/**
 * Invariant 4. The token has the 256 bits of an HMAC over 256 random bits (`nonce`); the table holds the nonce and
 * the token's hash, the key lies with the secrets: neither alone opens a link, and a repeated step mails the same one.
 */
export const tokenOf = <At extends object, F extends At & Due>(
  { seals, parts }: AskKind<At, F>,
  key: string,
  ask: At & Sealed,
): string => seal(key, seals.link, ...partsOf(parts(ask), ask))

/** Of the link that the portal gives the signed-in person of the same ask: another token, for a refusal it takes the code too. */
export const portalTokenOf = <At extends object, F extends At & Due>(
  { seals, parts }: AskKind<At, F>,
  key: string,
  ask: At & Sealed,
): string => seal(key, `${seals.link}-portal`, ...partsOf(parts(ask), ask))

export const linkHashOf = (token: string): string => sha256(token)

/** The code a person types: another question, person or round is another number. */
export const sealedCode = (key: string, purpose: string, parts: string[], ask: Sealed): string =>
  codeOf(key, purpose, ...partsOf(parts, ask))

export const askCodeOf = <At extends object, F extends At & Due>(
  { seals, parts }: AskKind<At, F>,
  key: string,
  ask: At & Sealed,
): string => sealedCode(key, seals.code, parts(ask), ask)

/** A fresh ask: a new nonce, so a new link and a new code. */
export function newAsk<At extends object, F extends At & Due>(
  kind: AskKind<At, F>,
  fields: F,
  who: Pick<AskHead, 'personId' | 'standsInFor' | 'round' | 'nonce' | 'keyName'>,
  key: string,
): Ask<F> {
  const ask = { ...fields, ...who }
  return { ...ask, linkHash: linkHashOf(tokenOf(kind, key, ask)) }
}

/** Not handed over to somebody else. */
export const isAsked = ({ endedAt }: Pick<AskHead, 'endedAt'>): boolean => endedAt === undefined

const nonceLastsMs = 2 * 3_600_000

/** Proves that a POST comes from a page we rendered for this link and this content, at most two hours ago. */
export function pageNonce(key: string, linkHash: string, contentHash: string, now: Date): string {
  const until = String(now.getTime() + nonceLastsMs)
  return `${until}.${seal(key, 'page', linkHash, contentHash, until)}`
}

/** `keys`: any of them may have made it. */
export function isPageNonce(
  keys: string[],
  nonce: string,
  linkHash: string,
  contentHash: string,
  now: Date,
): boolean {
  const [until = '', mark = ''] = nonce.split('.')
  const isOurs = keys.some((key) => sameSecret(mark, seal(key, 'page', linkHash, contentHash, until)))
  return Number(until) > now.getTime() && isOurs
}
