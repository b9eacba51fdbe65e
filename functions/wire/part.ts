import * as z from 'zod'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'

const made = new Map<() => unknown, unknown>()

/** What this part is, made once in a function. Parts are plain functions: a bundle holds those its door names, no other. */
export function one<T>(part: () => T): T {
  if (!made.has(part)) made.set(part, part())
  return made.get(part) as T
}

/** The room a verb asks for: each of these parts, made. */
export const wire = <P extends Record<string, () => unknown>>(parts: P) =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, one(part)])) as {
    [K in keyof P]: ReturnType<P[K]>
  }

type Settings = z.infer<typeof Env>

/** A setting of this function; one that is missing fails its start. */
export function setting<K extends keyof Settings>(name: K): Settings[K] {
  const schema: z.ZodType = Env.shape[name]
  return configFrom(z.object({ [name]: schema }))[name] as Settings[K]
}
