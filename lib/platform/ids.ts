import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'

/** Where chance comes from, so that rules stay pure and tests can fix it. */
export interface Ids {
  /** a random UUID v4 */
  uuid(): string
  /** 256 random bits, base64url (43 characters) */
  secret(): string
}

export const randomIds: Ids = {
  uuid: () => randomUUID(),
  secret: () => randomBytes(32).toString('base64url'),
}

/** A number in [0, 1), for pauses that shall not meet. */
export const randomChance = (): number => randomBytes(4).readUInt32BE(0) / 2 ** 32

/** SHA-256 as 64 hex characters. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** A UUID that is the same for the same parts: a repeated request makes the same thing, not a second one. */
export function derivedUuid(...parts: string[]): string {
  const hex = sha256(JSON.stringify(parts))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** HMAC-SHA256 over a purpose and its parts, base64url: one key, many uses that cannot be swapped. */
export const seal = (key: string, purpose: string, ...parts: string[]): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([purpose, ...parts]))
    .digest('base64url')

/** Six decimal digits drawn from a seal: the short code a person types. */
export function codeOf(key: string, purpose: string, ...parts: string[]): string {
  const bytes = createHmac('sha256', key)
    .update(JSON.stringify([purpose, 'code', ...parts]))
    .digest()
  return String(bytes.readUInt32BE(0) % 1_000_000).padStart(6, '0')
}

/** The digits of a code as people and phones type it: with spaces or hyphens, in full width. */
export const codeAsTyped = (text: string): string => text.normalize('NFKC').replace(/\D/g, '')

/** Equality of two secrets in constant time. */
export function sameSecret(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest()
  const right = createHash('sha256').update(b).digest()
  return timingSafeEqual(left, right)
}

/** JSON with sorted keys and no white space: equal values have equal text, so equal hashes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
  }
  return JSON.stringify(value)
}
