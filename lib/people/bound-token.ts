import { sameSecret, seal, type Ids } from '../platform/ids'

/** What a token is for and for whom, e.g. a browser's name: it is worth nothing anywhere else. */
export interface Bound {
  purpose: string
  to: string[]
}

const sealed = (key: string, { purpose, to }: Bound, at: string, chance: string) =>
  seal(key, purpose, at, chance, ...to)

/** A token that says itself since when it is, and only the holder of the key can have made: nothing is stored of it. */
export function boundToken(key: string, bound: Bound, now: Date, ids: Ids): string {
  const [at, chance] = [String(now.getTime()), ids.secret()]
  return `${at}.${chance}.${sealed(key, bound, at, chance)}`
}

export function isBoundToken(
  key: string,
  bound: Bound,
  token: string,
  { now, lastsMs }: { now: Date; lastsMs: number },
): boolean {
  const [at = '', chance = '', said = '', more] = token.split('.')
  const age = now.getTime() - Number(at)
  const ours = sameSecret(said, sealed(key, bound, at, chance))
  return ours && more === undefined && age >= 0 && age < lastsMs
}
