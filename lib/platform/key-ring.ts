import * as z from 'zod'

/**
 * A secret of one or more keys by name. A new key is made known before it is used (`from`), so that every function reads
 * what another one made with it; old ones stay as long as what they made may live (docs/decisions/0050).
 */
export const KeyRing = z
  .object({
    /** used until the first of `from` */
    current: z.string(),
    keys: z.record(z.string(), z.string().min(1)),
    /** since when a key is used, by its name; the one with the latest moment that has come is current */
    from: z.record(z.string(), z.iso.datetime()).default({}),
  })
  .refine(({ current, keys }) => keys[current] !== undefined, 'the current key is not among the keys')
  .refine(
    ({ from, keys }) => Object.keys(from).every((name) => keys[name] !== undefined),
    'a key to come is not among the keys',
  )
export type KeyRing = z.infer<typeof KeyRing>

/** Name of the one key of a secret that was never rotated, and of what was made before keys had names. */
export const firstKey = 'k1'

/** Of a secret in JSON: what the parser says of another text repeats its beginning, and is not passed on. @throws Error */
export function secretJson(secret: string, name = 'of keys'): unknown {
  try {
    return JSON.parse(secret)
  } catch {
    throw new Error(`the secret ${name} is no JSON`)
  }
}

/** A secret as it is kept: a ring in JSON, or one bare key. @throws ZodError, Error */
export const keyRing = (secret: string): KeyRing =>
  secret.startsWith('{')
    ? KeyRing.parse(secretJson(secret))
    : { current: firstKey, keys: { [firstKey]: secret }, from: {} }

/** What is made now is made with this one. */
export function currentKey({ current, keys, from }: KeyRing, now: Date): { name: string; key: string } {
  const come = Object.entries(from)
    .filter(([, at]) => Date.parse(at) <= now.getTime())
    .sort(([, a], [, b]) => Date.parse(a) - Date.parse(b))
  const name = come.at(-1)?.[0] ?? current
  return { name, key: keys[name]! }
}

/** The key something was made with, by the name that lies beside it; undefined when it is kept no more. */
export const keyNamed = ({ keys }: KeyRing, name = firstKey): string | undefined =>
  Object.hasOwn(keys, name) ? keys[name] : undefined

/** For what carries no name: any of them may have made it. */
export const allKeys = ({ keys }: KeyRing): string[] => Object.values(keys)
