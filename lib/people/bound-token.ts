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

/** Of these keys the one that made it; undefined when none did, or it is too old. */
export function keyOfToken(
  keys: string[],
  bound: Bound,
  token: string,
  { now, lastsMs }: { now: Date; lastsMs: number },
): string | undefined {
  const [at = '', chance = '', said = '', more] = token.split('.')
  const age = now.getTime() - Number(at)
  if (more !== undefined || !(age >= 0 && age < lastsMs)) return undefined
  return keys.find((key) => sameSecret(said, sealed(key, bound, at, chance)))
}
